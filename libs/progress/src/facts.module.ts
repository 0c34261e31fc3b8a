import { Module } from '@nestjs/common';
import { HandoversModule } from '#libs/handovers';
import { InstrumentsReader } from './instruments/instruments.reader.js';
import { InstrumentEvents } from './instruments/instruments.service.js';
import { NamedInstruments } from './instruments/named-instruments.service.js';
import { RankingsReader } from './rankings/rankings.reader.js';
import { Rankings } from './rankings/rankings.service.js';
import { StatisticsReader } from './statistics/statistics.reader.js';
import { TimelineReader } from './timeline/timeline.reader.js';

/** Needs `Database` and AccessModule for the audit log. */
@Module({
  imports: [HandoversModule],
  providers: [InstrumentEvents, InstrumentsReader, NamedInstruments, Rankings, RankingsReader, StatisticsReader, TimelineReader],
  exports: [InstrumentEvents, InstrumentsReader, NamedInstruments, Rankings, RankingsReader, StatisticsReader, TimelineReader],
})
export class FactsModule {}
