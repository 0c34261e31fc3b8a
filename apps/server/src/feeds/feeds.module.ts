import { Module } from '@nestjs/common';
import { CallsToActionModule } from '#libs/calls-to-action';
import { EmbargoModule } from '#libs/embargo';
import { HandoversModule } from '#libs/handovers';
import { PetitionsModule } from '#libs/petitions';
import { ReportsModule } from '#libs/publications';
import { OpenDataModule } from '../open-data/open-data.module.js';
import { ReadingModule } from '../reading/reading.module.js';
import { SiteModule } from '../site/site.module.js';
import { NewsController } from './news.controller.js';
import { NewsReader } from './news.reader.js';
import { PetitionFeedController } from './petition-feed.controller.js';
import { PetitionFeed } from './petition-feed.reader.js';
import { SitemapController } from './sitemap.controller.js';
import { SitemapReader } from './sitemap.reader.js';

/** What other programs read to know what is here and what is new. */
@Module({
  imports: [PetitionsModule, CallsToActionModule, EmbargoModule, HandoversModule, ReportsModule, ReadingModule, OpenDataModule, SiteModule],
  controllers: [PetitionFeedController, NewsController, SitemapController],
  providers: [PetitionFeed, NewsReader, SitemapReader],
})
export class FeedsModule {}
