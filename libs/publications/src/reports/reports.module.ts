import { Module } from '@nestjs/common';
import { CallsReader, CallsToActionModule } from '#libs/calls-to-action';
import { Database } from '#libs/database';
import { HandoversModule, HandoversReader, SealReader } from '#libs/handovers';
import { CampaignReader, PetitionsModule } from '#libs/petitions';
import { CardsReader, FactsModule, InstrumentsReader, ProgressModule, TimelineReader } from '#libs/progress';
import { PublishedTallies, TallyFigures } from '#libs/tallies';
import { ReportEditions } from './editions/report-editions.service.js';
import { ReportSource } from './gather/report-source.js';

/** Needs `Database` and AccessModule for the audit log. */
@Module({
  imports: [PetitionsModule, CallsToActionModule, HandoversModule, ProgressModule, FactsModule],
  providers: [
    // Figures are read only: no clock, no live counts, and so no queue is needed.
    {
      provide: ReportSource, inject: [Database, CampaignReader, CallsReader, HandoversReader, SealReader, CardsReader, InstrumentsReader, TimelineReader],
      useFactory: (db: Database, campaigns: CampaignReader, calls: CallsReader, handovers: HandoversReader, seals: SealReader, cards: CardsReader, instruments: InstrumentsReader, timeline: TimelineReader) =>
        new ReportSource(db, campaigns, calls, handovers, seals, new PublishedTallies(new TallyFigures(db)), cards, instruments, timeline),
    },
    ReportEditions,
  ],
  exports: [ReportEditions, ReportSource],
})
export class ReportsModule {}
