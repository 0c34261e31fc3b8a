import { Module } from '@nestjs/common';
import { CallsToActionModule } from '#libs/calls-to-action';
import { HandoversModule } from '#libs/handovers';
import { PetitionsModule } from '#libs/petitions';
import { TalliesModule } from '#libs/tallies';
import { HandoversApiModule } from '../api/handovers/handovers-api.module.js';
import { StoresApiModule } from '../api/stores/stores-api.module.js';
import { ReadingModule } from '../reading/reading.module.js';
import { SigningModule } from '../signing/signing.module.js';
import { BundlePagesController } from './bundles/bundles.controller.js';
import { AccessApiModule } from '../api/access/access-api.module.js';
import { ACCOUNT_PAGES, ACCOUNT_READERS } from './account/index.js';
import { CommitmentsPagesController } from './commitments.controller.js';
import { ConsoleProblems } from './console-problems.filter.js';
import { Desks } from './desk.js';
import { HandoverPageController } from './handover.controller.js';
import { HandoversPagesController } from './handovers.controller.js';
import { LoginController } from './login.controller.js';
import { NewPetitionController } from './new-petition.controller.js';
import { PetitionController } from './petition.controller.js';
import { PetitionsController } from './petitions.controller.js';
import { BookableReader } from './read/bookable.js';
import { PetitionLines } from './read/petition-lines.js';
import { PetitionPageReader } from './read/petition-page.js';
import { Rates } from './read/rates.js';
import { ConsoleScopes } from './read/scopes.js';
import { TodayReader } from './read/today.js';
import { SteeringController } from './steering/steering.controller.js';
import { STORE_PAGES, STORE_READERS } from './stores/index.js';
import { TodayController } from './today.controller.js';

/** The organisers' pages under /console. */
@Module({
  imports: [AccessApiModule, CallsToActionModule, HandoversApiModule, HandoversModule, PetitionsModule, ReadingModule, SigningModule, StoresApiModule, TalliesModule],
  // Fixed paths before those with a parameter in their place.
  controllers: [LoginController, TodayController, PetitionsController, NewPetitionController, PetitionController, HandoversPagesController, BundlePagesController, HandoverPageController, CommitmentsPagesController, SteeringController, ...STORE_PAGES, ...ACCOUNT_PAGES],
  providers: [BookableReader, ConsoleProblems, ConsoleScopes, Desks, PetitionLines, PetitionPageReader, Rates, TodayReader, ...STORE_READERS, ...ACCOUNT_READERS],
})
export class ConsoleModule {}
