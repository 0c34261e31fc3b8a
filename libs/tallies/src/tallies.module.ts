import { Module } from '@nestjs/common';
import { AttestedCounts } from './attested-counts.js';
import { LiveCounts } from './live-counts.js';
import { TallyBook } from './tally-book.js';
import { TallyFigures } from './tally-figures.js';

@Module({ providers: [TallyBook, AttestedCounts, TallyFigures, LiveCounts], exports: [TallyBook, AttestedCounts, TallyFigures, LiveCounts] })
export class TalliesModule {}
