import { Module } from '@nestjs/common';
import { PetitionsModule } from '#libs/petitions';
import { SignaturesModule } from '#libs/signatures';
import { StoresModule } from '#libs/stores';
import { LinkCodes } from './link-codes.js';
import { SigningDesk } from './signing-desk.js';

const signatures = SignaturesModule.forDoor();

@Module({ imports: [PetitionsModule, StoresModule, signatures], providers: [LinkCodes, SigningDesk], exports: [SigningDesk, signatures] })
export class SigningModule {}
