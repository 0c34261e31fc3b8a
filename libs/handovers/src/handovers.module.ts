import { Module } from '@nestjs/common';
import { DocumentsModule } from '#libs/documents';
import { LinkChecks } from '#libs/outbound';
import { BundleQueries } from './bundles.queries.js';
import { Bundles } from './bundles/bundles.service.js';
import { CommitmentQueries } from './commitments.queries.js';
import { CommitmentsService } from './commitments.service.js';
import { HandoverQueries } from './handovers.queries.js';
import { HandoversReader } from './handovers.reader.js';
import { HandoversRepository } from './handovers.repository.js';
import { HandoversService } from './handovers.service.js';
import { CalendarFeeds } from './calendar/calendar-feeds.service.js';
import { Clashes } from './calendar/clashes.js';
import { Delegations } from './delegation/delegations.service.js';
import { HandoverFiles } from './delegation/files.service.js';
import { Preparations } from './delegation/preparations.service.js';
import { Blackouts } from './offices/blackouts.service.js';
import { Offices } from './offices/offices.service.js';
import { NamesDesk } from './names/names-desk.service.js';
import { NamesReader } from './names/names.reader.js';
import { HandoverDays } from './day/days.service.js';
import { LaterEvents } from './day/later-events.js';
import { Letters } from './promises/letters.service.js';
import { PublicDocuments } from './promises/public-documents.js';
import { HandoverReminders } from './reminders.service.js';
import { SampleQuestions } from './sample/sample-questions.service.js';
import { SampleReader } from './sample/sample.reader.js';
import { Samples } from './sample/samples.service.js';
import { SealDesk } from './seal/seal-desk.service.js';
import { SealReader } from './seal/seal.reader.js';
import { HandoverSummaries } from './summary.queries.js';

/** Needs `Database` (DatabaseModule.forApp with `HANDOVER_ENTITIES` among the entities) and AccessModule for the audit log. */
@Module({
  imports: [DocumentsModule],
  providers: [Blackouts, CalendarFeeds, Clashes, Delegations, HandoverFiles, Offices, Preparations, BundleQueries, Bundles, CommitmentQueries, CommitmentsService, HandoverQueries, HandoversReader, HandoversRepository, HandoversService, HandoverReminders, HandoverSummaries, HandoverDays, LaterEvents, Letters, LinkChecks, PublicDocuments, NamesDesk, NamesReader, SampleQuestions, SampleReader, Samples, SealDesk, SealReader],
  exports: [Blackouts, CalendarFeeds, Clashes, Delegations, HandoverFiles, Offices, Preparations, Bundles, CommitmentsService, HandoversReader, HandoversService, HandoverReminders, HandoverSummaries, HandoverDays, LaterEvents, Letters, PublicDocuments, NamesDesk, NamesReader, SampleQuestions, SampleReader, Samples, SealDesk, SealReader],
})
export class HandoversModule {}
