import { Module } from '@nestjs/common';
import { PetitionsModule } from '#libs/petitions';
import { CallsReader } from './calls.reader.js';
import { CallsService } from './calls.service.js';

/** Needs `Database`, and AccessModule for the audit log. */
@Module({ imports: [PetitionsModule], providers: [CallsReader, CallsService], exports: [CallsReader, CallsService] })
export class CallsToActionModule {}
