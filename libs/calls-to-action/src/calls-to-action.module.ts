import { Module } from '@nestjs/common';
import { PetitionsModule } from '#libs/petitions';
import { CallsReader } from './calls.reader.js';
import { CallsService } from './calls.service.js';
import { TextDesk } from './text-desk.service.js';

/** Needs `Database`, and AccessModule for the audit log. */
@Module({ imports: [PetitionsModule], providers: [CallsReader, CallsService, TextDesk], exports: [CallsReader, CallsService, TextDesk] })
export class CallsToActionModule {}
