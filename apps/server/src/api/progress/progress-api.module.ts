import { Module } from '@nestjs/common';
import { ProgressModule } from '#libs/progress';
import { EmbargoReadingModule } from '../../embargo/embargo.module.js';
import { FactsApiModule } from '../facts/facts-api.module.js';
import { AssessmentsController } from './assessments.controller.js';
import { CardsController } from './cards.controller.js';
import { ProgressRights } from './progress-rights.js';

/** Progress cards, their rounds and overviews under /api/v1/campaigns/{campaign}/progress. */
@Module({ imports: [ProgressModule, FactsApiModule, EmbargoReadingModule], controllers: [CardsController, AssessmentsController], providers: [ProgressRights] })
export class ProgressApiModule {}
