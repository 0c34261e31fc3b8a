import { Module } from '@nestjs/common';
import { FactsModule, ProgressModule } from '#libs/progress';
import { EmbargoReadingModule } from '../../embargo/embargo.module.js';
import { FactsRights } from './facts-rights.js';
import { FactsController } from './facts.controller.js';
import { RankedCards } from './ranked-cards.js';
import { RatificationsController } from './ratifications.controller.js';

/** Ratifications, rankings, statistics, findings and the timeline under /api/v1/campaigns/{campaign}. */
@Module({ imports: [FactsModule, ProgressModule, EmbargoReadingModule], controllers: [RatificationsController, FactsController], providers: [FactsRights, RankedCards], exports: [FactsRights, FactsModule, RankedCards] })
export class FactsApiModule {}
