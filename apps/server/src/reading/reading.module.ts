import { Module } from '@nestjs/common';
import { HandoversModule } from '#libs/handovers';
import { TalliesModule } from '#libs/tallies';
import { CampaignSummaries } from './campaign-summaries.js';

/** What API and pages both show, read and summed up in one place. */
@Module({ imports: [HandoversModule, TalliesModule], providers: [CampaignSummaries], exports: [CampaignSummaries] })
export class ReadingModule {}
