import { Module } from '@nestjs/common';
import { EmbargoModule } from '#libs/embargo';
import { ReportsModule } from '#libs/publications';
import { AccreditedReading } from './accredited-reading.js';
import { EmbargoPagesController } from './embargo-pages.controller.js';
import { PublicationCalls } from './publication-calls.js';
import { ReadingCookie } from './reading-cookie.js';

/** Reading ahead by a personal link, for every page that shows what a publication holds, and the call when it is public. */
@Module({ imports: [EmbargoModule, ReportsModule], controllers: [EmbargoPagesController], providers: [AccreditedReading, PublicationCalls, ReadingCookie], exports: [AccreditedReading, EmbargoModule, PublicationCalls] })
export class EmbargoReadingModule {}
