import { Module } from '@nestjs/common';
import { BundleQueries } from './bundles.queries.js';
import { Bundles } from './bundles/bundles.service.js';
import { CommitmentQueries } from './commitments.queries.js';
import { CommitmentsService } from './commitments.service.js';
import { HandoverQueries } from './handovers.queries.js';
import { HandoversReader } from './handovers.reader.js';
import { HandoversRepository } from './handovers.repository.js';
import { HandoversService } from './handovers.service.js';
import { Blackouts } from './offices/blackouts.service.js';
import { Offices } from './offices/offices.service.js';
import { HandoverReminders } from './reminders.service.js';
import { HandoverSummaries } from './summary.queries.js';

/** Needs `Database` (DatabaseModule.forApp with `HANDOVER_ENTITIES` among the entities) and AccessModule for the audit log. */
@Module({
  providers: [Blackouts, Offices, BundleQueries, Bundles, CommitmentQueries, CommitmentsService, HandoverQueries, HandoversReader, HandoversRepository, HandoversService, HandoverReminders, HandoverSummaries],
  exports: [Blackouts, Offices, Bundles, CommitmentsService, HandoversReader, HandoversService, HandoverReminders, HandoverSummaries],
})
export class HandoversModule {}
