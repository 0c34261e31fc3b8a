import { Module } from '@nestjs/common';
import { ReportsApiModule } from '../../api/reports/reports-api.module.js';
import { EmbargoReadingModule } from '../../embargo/embargo.module.js';
import { ReportsPagesController } from './reports-pages.controller.js';

/** The pages of reports. */
@Module({ imports: [ReportsApiModule, EmbargoReadingModule], controllers: [ReportsPagesController] })
export class ReportsSiteModule {}
