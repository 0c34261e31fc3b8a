import { Module } from '@nestjs/common';
import { HandoversModule } from '#libs/handovers';
import { TalliesModule } from '#libs/tallies';
import { CampaignSummaries } from './campaign-summaries.js';
import { PublicCounts } from './public-counts.js';
import { SteeringReader } from './steering-reader.js';

/** What API and pages both show, read and summed up in one place. */
@Module({ imports: [HandoversModule, TalliesModule], providers: [CampaignSummaries, PublicCounts, SteeringReader], exports: [CampaignSummaries, PublicCounts, SteeringReader] })
export class ReadingModule {}
