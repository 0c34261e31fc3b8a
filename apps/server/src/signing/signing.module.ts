import { Module } from '@nestjs/common';
import { PetitionsModule } from '#libs/petitions';
import { SignaturesModule } from '#libs/signatures';
import { StoresModule } from '#libs/stores';
import { ScreeningModule } from '../screening/screening.module.js';
import { LinkCodes } from './link-codes.js';
import { SigningDesk } from './signing-desk.js';

const signatures = SignaturesModule.forDoor();

@Module({ imports: [PetitionsModule, ScreeningModule, StoresModule, signatures], providers: [LinkCodes, SigningDesk], exports: [SigningDesk, signatures] })
export class SigningModule {}
