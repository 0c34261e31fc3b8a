import { Module } from '@nestjs/common';
import { TalliesModule } from '#libs/tallies';
import { PageLane } from './page-lane.js';
import { PublicChanges } from './public-changes.js';

/** Public pages kept for as long as they are right. */
@Module({ imports: [TalliesModule], providers: [PublicChanges, PageLane] })
export class PagesModule {}
