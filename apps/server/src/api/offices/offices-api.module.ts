import { Module } from '@nestjs/common';
import { HandoversApiModule } from '../handovers/handovers-api.module.js';
import { OfficeRights } from './office-rights.js';
import { OfficesController } from './offices.controller.js';

/** Offices, their holders and times before elections under /api/v1. */
@Module({ imports: [HandoversApiModule], controllers: [OfficesController], providers: [OfficeRights], exports: [OfficeRights] })
export class OfficesApiModule {}
