import { Module } from '@nestjs/common';
import { CallsToActionModule } from '#libs/calls-to-action';
import { HandoversModule } from '#libs/handovers';
import { PetitionsModule } from '#libs/petitions';
import { TalliesModule } from '#libs/tallies';
import { ReadingModule } from '../reading/reading.module.js';
import { SigningModule } from '../signing/signing.module.js';
import { CampaignViews } from './read/campaign-view.js';
import { ShortLinks } from './read/short-links.js';
import { SiteReader } from './read/site-reader.js';
import { SitePagesController } from './serve/pages.controller.js';
import { ShortLinkController } from './serve/short-link.controller.js';
import { SigningPagesController } from './serve/signing.controller.js';
import { TokenPagesController } from './serve/token-pages.controller.js';

/** The citizens' pages. */
@Module({
  imports: [PetitionsModule, CallsToActionModule, HandoversModule, TalliesModule, ReadingModule, SigningModule],
  controllers: [ShortLinkController, TokenPagesController, SigningPagesController, SitePagesController],
  providers: [ShortLinks, SiteReader, CampaignViews],
})
export class SiteModule {}
