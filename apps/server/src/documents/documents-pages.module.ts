import { Module } from '@nestjs/common';
import { DocumentsModule } from '#libs/documents';
import { HandoversModule } from '#libs/handovers';
import { DocumentDesk } from './document-desk.js';
import { DocumentsController } from './documents.controller.js';

/** Kept files over HTTP. Whoever takes files in imports it for its desk. */
@Module({ imports: [DocumentsModule, HandoversModule], controllers: [DocumentsController], providers: [DocumentDesk], exports: [DocumentDesk] })
export class DocumentsPagesModule {}
