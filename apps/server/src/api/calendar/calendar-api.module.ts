import { Module } from '@nestjs/common';
import { HandoversApiModule } from '../handovers/handovers-api.module.js';
import { DelegationController } from './delegation.controller.js';
import { CalendarFeedController } from './feed.controller.js';
import { HandoverInside } from './handover-inside.js';

/** Delegations, preparations and private calendars. */
@Module({ imports: [HandoversApiModule], controllers: [DelegationController, CalendarFeedController], providers: [HandoverInside], exports: [HandoverInside] })
export class CalendarApiModule {}
