import { Module } from '@nestjs/common';
import { CallsToActionModule } from '#libs/calls-to-action';
import { PetitionsModule } from '#libs/petitions';
import { TalliesModule } from '#libs/tallies';
import { ReadingModule } from '../../reading/reading.module.js';
import { HandoversApiModule } from '../handovers/handovers-api.module.js';
import { PetitionNoticesController, QuietHoursController } from './petition-notices.controller.js';
import { NamesDemandController } from './names-demand.controller.js';
import { PetitionLists } from './petition-lists.js';
import { PetitionRights } from './petition-rights.js';
import { PetitionTextsController } from './petition-texts.controller.js';
import { PetitionsController } from './petitions.controller.js';

/** Petitions under /api/v1. */
@Module({
  imports: [PetitionsModule, CallsToActionModule, TalliesModule, ReadingModule, HandoversApiModule], controllers: [PetitionsController, PetitionTextsController, PetitionNoticesController, NamesDemandController, QuietHoursController],
  providers: [PetitionLists, PetitionRights], exports: [PetitionLists, PetitionRights, PetitionsModule, CallsToActionModule],
})
export class PetitionsApiModule {}
