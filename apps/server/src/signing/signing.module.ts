import { Module } from '@nestjs/common';
import { PetitionsModule } from '#libs/petitions';
import { SignaturesModule } from '#libs/signatures';
import { SigningDesk } from './signing-desk.js';

const signatures = SignaturesModule.forDoor();

@Module({ imports: [PetitionsModule, signatures], providers: [SigningDesk], exports: [SigningDesk, signatures] })
export class SigningModule {}
