/** Nest on Fastify with one question whose answer is always the same: the floor of every page and answer of ours. */
import 'reflect-metadata';
import { Controller, Get, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { AllowAnyone } from '../../../apps/server/src/edge/decorators.js';

@AllowAnyone()
@Controller()
class CountController {
  @Get('count')
  count(): { counted: number } {
    return { counted: 1 };
  }
}

@Module({ controllers: [CountController] })
class EmptyModule {}

const app = await NestFactory.create<NestFastifyApplication>(EmptyModule, new FastifyAdapter(), { logger: false });
await app.listen(Number(process.env['PORT']), '127.0.0.1');
process.send?.('ready');
