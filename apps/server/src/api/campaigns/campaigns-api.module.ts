import { Module } from '@nestjs/common';
import { HandoversModule } from '#libs/handovers';
import { PetitionsModule } from '#libs/petitions';
import { TalliesModule } from '#libs/tallies';
import { CampaignSummaries } from '../../reading/campaign-summaries.js';
import { CampaignsController } from './campaigns.controller.js';

/** Campaigns under /api/v1. */
@Module({ imports: [PetitionsModule, HandoversModule, TalliesModule], controllers: [CampaignsController], providers: [CampaignSummaries], exports: [CampaignSummaries] })
export class CampaignsApiModule {}
