import { Module } from '@nestjs/common';
import { HandoversModule } from '#libs/handovers';
import { CommitmentsController } from './commitments.controller.js';
import { HandoverRights } from './handover-rights.js';
import { HandoversController } from './handovers.controller.js';

/** Handovers and commitments under /api/v1. */
@Module({ imports: [HandoversModule], controllers: [HandoversController, CommitmentsController], providers: [HandoverRights], exports: [HandoverRights, HandoversModule] })
export class HandoversApiModule {}
