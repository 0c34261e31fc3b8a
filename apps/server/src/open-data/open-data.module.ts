import { Module } from '@nestjs/common';
import { CallsToActionModule } from '#libs/calls-to-action';
import { EmbargoModule } from '#libs/embargo';
import { HandoversModule } from '#libs/handovers';
import { PetitionsModule } from '#libs/petitions';
import { FactsModule, ProgressModule } from '#libs/progress';
import { ReportsModule } from '#libs/publications';
import { TalliesModule } from '#libs/tallies';
import { ReadingModule } from '../reading/reading.module.js';
import { SiteModule } from '../site/site.module.js';
import { DataPageController } from './data-page.controller.js';
import { OpenDataController } from './data.controller.js';
import { OpenData } from './open-data.js';
import { DataSources } from './sources.js';

/** Everything public as tables: files for programs, a page with the dictionary for people. */
@Module({
  imports: [PetitionsModule, CallsToActionModule, EmbargoModule, HandoversModule, ProgressModule, FactsModule, ReportsModule, TalliesModule, ReadingModule, SiteModule],
  controllers: [OpenDataController, DataPageController],
  providers: [OpenData, DataSources],
  exports: [DataSources],
})
export class OpenDataModule {}
