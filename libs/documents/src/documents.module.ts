import { Module } from '@nestjs/common';
import { Documents } from './documents.service.js';

/** Needs `Database`. */
@Module({ providers: [Documents], exports: [Documents] })
export class DocumentsModule {}
