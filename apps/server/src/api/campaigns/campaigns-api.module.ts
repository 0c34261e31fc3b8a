import { Module } from '@nestjs/common';
import { PetitionsModule } from '#libs/petitions';
import { ProgressModule } from '#libs/progress';
import { ReadingModule } from '../../reading/reading.module.js';
import { FactsApiModule } from '../facts/facts-api.module.js';
import { CampaignsController } from './campaigns.controller.js';
import { FrameworksController } from './frameworks.controller.js';

/** Campaigns under /api/v1. */
@Module({ imports: [FactsApiModule, PetitionsModule, ProgressModule, ReadingModule], controllers: [CampaignsController, FrameworksController] })
export class CampaignsApiModule {}
