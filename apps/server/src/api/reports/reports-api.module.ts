import { Module } from '@nestjs/common';
import { PetitionsModule } from '#libs/petitions';
import { PressModule, ReportsModule } from '#libs/publications';
import { EmbargoReadingModule } from '../../embargo/embargo.module.js';
import { ReportDesk } from './report-desk.js';
import { ReportsController } from './reports.controller.js';

/** Reports under /api/v1/campaigns/{campaign}/reports. */
@Module({ imports: [PressModule, ReportsModule, PetitionsModule, EmbargoReadingModule], controllers: [ReportsController], providers: [ReportDesk], exports: [ReportDesk, ReportsModule] })
export class ReportsApiModule {}
