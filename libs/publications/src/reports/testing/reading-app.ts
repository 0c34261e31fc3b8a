import { type INestApplicationContext, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { AccessModule, accessEntities } from '#libs/access';
import { type AppConfig, ConfigModule } from '#libs/config';
import { DatabaseModule } from '#libs/database';
import { EmbargoModule } from '#libs/embargo';
import { HANDOVER_ENTITIES } from '#libs/handovers';
import { OutboundModule } from '#libs/outbound';
import { ReportsModule } from '../reports.module.js';

@Module({})
class Reading {}

/** What reports are read and frozen by, and nothing else of the server. */
export function readingApp(config: AppConfig): Promise<INestApplicationContext> {
  return NestFactory.createApplicationContext({
    module: Reading,
    imports: [ConfigModule.forRoot(config), DatabaseModule.forApp([...accessEntities, ...HANDOVER_ENTITIES], 2), OutboundModule.forRoot(), AccessModule, EmbargoModule, ReportsModule],
  }, { logger: false, abortOnError: false });
}
