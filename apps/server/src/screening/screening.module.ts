import { Module } from '@nestjs/common';
import { PetitionsModule } from '#libs/petitions';
import { SignaturesModule } from '#libs/signatures';
import { ChallengeController } from './challenge.controller.js';
import { Challenges } from './challenges.js';
import { Screen } from './screen.js';

const signatures = SignaturesModule.forDoor();

/** The petition under attack: what is looked at before a signature is sealed. */
@Module({ imports: [PetitionsModule, signatures], controllers: [ChallengeController], providers: [Challenges, Screen], exports: [Screen] })
export class ScreeningModule {}
