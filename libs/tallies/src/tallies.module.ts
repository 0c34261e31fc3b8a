import { Module } from '@nestjs/common';
import { AttestedCounts } from './attested-counts.js';
import { LiveCounts } from './live-counts.js';
import { OrganiserMilestones } from './organiser-milestones.js';
import { PublishedTallies } from './published-tallies.js';
import { SteeringFigures } from './steering-figures.js';
import { TallyBook } from './tally-book.js';
import { TallyClockwork } from './tally-clockwork.js';
import { TallyFigures } from './tally-figures.js';

const PARTS = [TallyBook, AttestedCounts, OrganiserMilestones, TallyFigures, PublishedTallies, SteeringFigures, TallyClockwork, LiveCounts];

@Module({ providers: PARTS, exports: PARTS })
export class TalliesModule {}
