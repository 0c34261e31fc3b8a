import { Module } from '@nestjs/common';
import { PetitionsModule } from '#libs/petitions';
import { ProgressModule } from '#libs/progress';
import { EmbargoReadingModule } from '../../embargo/embargo.module.js';
import { SiteModule } from '../site.module.js';
import { OverviewReader } from './overview-reader.js';
import { ProgressPagesController } from './progress-pages.controller.js';
import { ProgressReader } from './progress-reader.js';

/** The public pages of progress cards. */
@Module({ imports: [PetitionsModule, ProgressModule, EmbargoReadingModule, SiteModule], controllers: [ProgressPagesController], providers: [OverviewReader, ProgressReader] })
export class ProgressSiteModule {}
