import { Module } from '@nestjs/common';
import { PetitionsModule } from '#libs/petitions';
import { ReadingModule } from '../reading/reading.module.js';
import { SiteModule } from '../site/site.module.js';
import { EmbedController } from './embed.controller.js';
import { ShareController } from './share.controller.js';

/** What goes out into others' pages: badge, signature sheet, and the picture of a petition that is sent on. */
@Module({ imports: [PetitionsModule, ReadingModule, SiteModule], controllers: [EmbedController, ShareController] })
export class EmbedModule {}
