import { Module } from '@nestjs/common';
import { CallsToActionModule } from '#libs/calls-to-action';
import { EmbargoModule } from '#libs/embargo';
import { HandoversModule } from '#libs/handovers';
import { PetitionsModule } from '#libs/petitions';
import { FactsModule, ProgressModule } from '#libs/progress';
import { TalliesModule } from '#libs/tallies';
import { SupportersApiModule } from '../api/supporters/supporters-api.module.js';
import { ReadingModule } from '../reading/reading.module.js';
import { SigningModule } from '../signing/signing.module.js';
import { BoardViews } from './read/board-view.js';
import { CampaignSectionsReader } from './read/campaign-sections.js';
import { CampaignViews } from './read/campaign-view.js';
import { CountryViews } from './read/country-view.js';
import { MapViews } from './read/map-view.js';
import { PublicationNoticesReader } from './read/publication-notices.js';
import { ShortLinks } from './read/short-links.js';
import { SiteReader } from './read/site-reader.js';
import { TimelineViews } from './read/timeline-view.js';
import { FacePagesController } from './serve/face-pages.controller.js';
import { HandoverPagesController } from './serve/handover-pages.controller.js';
import { SitePagesController } from './serve/pages.controller.js';
import { ShortLinkController } from './serve/short-link.controller.js';
import { SampleQuestionController } from './serve/sample-question.controller.js';
import { SigningPagesController } from './serve/signing.controller.js';
import { TokenPagesController } from './serve/token-pages.controller.js';
import { UnsubscribeController } from './serve/unsubscribe.controller.js';

/** The citizens' pages. */
@Module({
  imports: [PetitionsModule, CallsToActionModule, EmbargoModule, HandoversModule, ProgressModule, FactsModule, TalliesModule, ReadingModule, SigningModule, SupportersApiModule],
  controllers: [ShortLinkController, TokenPagesController, UnsubscribeController, SampleQuestionController, SigningPagesController, HandoverPagesController, FacePagesController, SitePagesController],
  providers: [ShortLinks, SiteReader, CampaignViews, CampaignSectionsReader, MapViews, CountryViews, TimelineViews, BoardViews, PublicationNoticesReader],
  exports: [SiteReader, CampaignSectionsReader, PublicationNoticesReader],
})
export class SiteModule {}
