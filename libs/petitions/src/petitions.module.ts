import { Module } from '@nestjs/common';
import { PetitionDirectory } from './petition-directory.js';

/** Needs `Database`, and AccessModule for the audit log. */
@Module({ providers: [PetitionDirectory], exports: [PetitionDirectory] })
export class PetitionsModule {}
