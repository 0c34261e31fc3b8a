import { Module } from '@nestjs/common';
import { TalliesModule } from '#libs/tallies';
import { PetitionsApiModule } from '../petitions/petitions-api.module.js';
import { ReadingModule } from '../../reading/reading.module.js';
import { CountLane } from './count-lane.js';
import { SteeringApiController } from './steering.controller.js';
import { TalliesController } from './tallies.controller.js';
import { TallyFeed } from './tally-feed.js';

/** Counts, their stream, attested counts and milestones under /api/v1. */
@Module({ imports: [TalliesModule, PetitionsApiModule, ReadingModule], controllers: [TalliesController, SteeringApiController], providers: [TallyFeed, CountLane], exports: [TallyFeed] })
export class TalliesApiModule {}
