import { Module } from '@nestjs/common';
import { CallsToActionModule } from '#libs/calls-to-action';
import { HandoversModule } from '#libs/handovers';
import { PetitionsModule } from '#libs/petitions';
import { ProgressModule } from '#libs/progress';
import { TalliesModule } from '#libs/tallies';
import { SupportersApiModule } from '../api/supporters/supporters-api.module.js';
import { ReadingModule } from '../reading/reading.module.js';
import { SigningModule } from '../signing/signing.module.js';
import { CampaignViews } from './read/campaign-view.js';
import { OverviewReader, ProgressPagesController, ProgressReader } from './progress/index.js';
import { ShortLinks } from './read/short-links.js';
import { SiteReader } from './read/site-reader.js';
import { HandoverPagesController } from './serve/handover-pages.controller.js';
import { SitePagesController } from './serve/pages.controller.js';
import { ShortLinkController } from './serve/short-link.controller.js';
import { SampleQuestionController } from './serve/sample-question.controller.js';
import { SigningPagesController } from './serve/signing.controller.js';
import { TokenPagesController } from './serve/token-pages.controller.js';
import { UnsubscribeController } from './serve/unsubscribe.controller.js';

/** The citizens' pages. */
@Module({
  imports: [PetitionsModule, CallsToActionModule, HandoversModule, ProgressModule, TalliesModule, ReadingModule, SigningModule, SupportersApiModule],
  controllers: [ShortLinkController, TokenPagesController, UnsubscribeController, SampleQuestionController, SigningPagesController, HandoverPagesController, ProgressPagesController, SitePagesController],
  providers: [ShortLinks, OverviewReader, ProgressReader, SiteReader, CampaignViews],
  exports: [SiteReader],
})
export class SiteModule {}
