import { type DynamicModule, Module } from '@nestjs/common';
import { AppConfig } from './app-config.js';
import { loadConfig } from './load-config.js';

/** Gives every module the one `AppConfig`, injected by its type. */
@Module({})
export class ConfigModule {
  static forRoot(config: AppConfig = loadConfig(process.env)): DynamicModule {
    return { module: ConfigModule, global: true, providers: [{ provide: AppConfig, useValue: config }], exports: [AppConfig] };
  }
}
