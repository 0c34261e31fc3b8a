import { type DynamicModule, Module } from '@nestjs/common';
import { type AppConfig, mailIsCaught } from '#libs/config';
import { DevMailController } from './dev-mail.controller.js';
import { MailBox } from './mail-box.js';
import { MailCatcher } from './mail-catcher.js';
import { CaughtMails } from './caught-mails.js';

/** Exists only while no mail server is set: with one, there is no catcher and no such page. Needs AppConfig from a global ConfigModule. */
@Module({})
export class DevMailModule {
  static forConfig(config: AppConfig, options: { keep?: number } = {}): DynamicModule {
    if (!mailIsCaught(config.smtp)) return { module: DevMailModule };
    return {
      module: DevMailModule,
      controllers: [DevMailController],
      providers: [{ provide: MailBox, useFactory: () => new MailBox(options.keep) }, MailCatcher, CaughtMails],
      exports: [MailBox],
    };
  }
}
