import { Module } from '@nestjs/common';
import { PdfPress } from './pdf-press.js';

/** One press for a process. */
@Module({ providers: [PdfPress], exports: [PdfPress] })
export class PressModule {}
