import { Module } from '@nestjs/common';
import { CallsToActionModule } from '#libs/calls-to-action';
import { EmbargoModule } from '#libs/embargo';
import { HandoversModule } from '#libs/handovers';
import { PetitionsModule } from '#libs/petitions';
import { ProgressModule } from '#libs/progress';
import { TalliesModule } from '#libs/tallies';
import { CalendarApiModule } from '../api/calendar/calendar-api.module.js';
import { HandoversApiModule } from '../api/handovers/handovers-api.module.js';
import { SupportersApiModule } from '../api/supporters/supporters-api.module.js';
import { StoresApiModule } from '../api/stores/stores-api.module.js';
import { ReadingModule } from '../reading/reading.module.js';
import { PublicationsApiModule } from '../api/publications/publications-api.module.js';
import { ReportsApiModule } from '../api/reports/reports-api.module.js';
import { WebhooksApiModule } from '../api/webhooks/webhooks-api.module.js';
import { SigningModule } from '../signing/signing.module.js';
import { BundlePagesController } from './bundles/bundles.controller.js';
import { AccessApiModule } from '../api/access/access-api.module.js';
import { ACCOUNT_PAGES, ACCOUNT_READERS } from './account/index.js';
import { NamesDemandPageController } from './names/demand.controller.js';
import { NamesPageController } from './names/names.controller.js';
import { SamplePagesController } from './seal/sample.controller.js';
import { SealPagesController } from './seal/seal.controller.js';
import { CALENDAR_PAGES, CALENDAR_READERS } from './calendar/index.js';
import { CommitmentsPagesController } from './commitments.controller.js';
import { ConsoleProblems } from './console-problems.filter.js';
import { DayConsoleController } from './day/day-console.controller.js';
import { DayLinksController } from './day/day.controller.js';
import { DayReader } from './day/day-view.js';
import { FrameworkPagesController } from './frameworks/frameworks.controller.js';
import { EditionsPageController } from './reports/editions.controller.js';
import { PublicationsPagesController } from './publications/publications.controller.js';
import { PROGRESS_PAGES, PROGRESS_READERS } from './progress/index.js';
import { LettersPagesController } from './promises/letters.controller.js';
import { Desks } from './desk.js';
import { HandoverPageController } from './handover.controller.js';
import { HandoversPagesController } from './handovers.controller.js';
import { LoginController } from './login.controller.js';
import { NewPetitionController } from './new-petition.controller.js';
import { PetitionController } from './petition.controller.js';
import { PetitionsController } from './petitions.controller.js';
import { BookableReader } from './read/bookable.js';
import { PetitionLines } from './read/petition-lines.js';
import { PetitionPageReader } from './read/petition-page.js';
import { Rates } from './read/rates.js';
import { ConsoleScopes } from './read/scopes.js';
import { TodayReader } from './read/today.js';
import { ScreeningPagesController } from './screening/screening.controller.js';
import { SteeringController } from './steering/steering.controller.js';
import { STORE_PAGES, STORE_READERS } from './stores/index.js';
import { SiteModule } from '../site/site.module.js';
import { FactsApiModule } from '../api/facts/facts-api.module.js';
import { FactsSiteModule } from '../site/facts/index.js';
import { RankingsConsoleController } from './rankings/rankings.controller.js';
import { RatificationsConsoleController } from './ratifications/ratifications.controller.js';
import { CampaignSettingsController, QuietHoursPageController, WorkshopController } from './workshop/index.js';
import { SupporterPagesController } from './supporters/updates.controller.js';
import { TodayController } from './today.controller.js';
import { WebhooksPagesController } from './webhooks/webhooks.controller.js';

/** The organisers' pages under /console. */
@Module({
  imports: [CalendarApiModule, SiteModule, AccessApiModule, CallsToActionModule, EmbargoModule, FactsApiModule, FactsSiteModule, HandoversApiModule, HandoversModule, PetitionsModule, PublicationsApiModule, ProgressModule, ReadingModule, ReportsApiModule, SigningModule, StoresApiModule, SupportersApiModule, TalliesModule, WebhooksApiModule],
  // Fixed paths before those with a parameter in their place.
  controllers: [LoginController, TodayController, PetitionsController, NewPetitionController, SupporterPagesController, PublicationsPagesController, EditionsPageController, CampaignSettingsController, QuietHoursPageController, ScreeningPagesController, PetitionController, WorkshopController, HandoversPagesController, BundlePagesController, SealPagesController, SamplePagesController, NamesPageController, NamesDemandPageController, HandoverPageController, ...CALENDAR_PAGES, DayConsoleController, DayLinksController, LettersPagesController, CommitmentsPagesController, ...PROGRESS_PAGES, FrameworkPagesController, RatificationsConsoleController, RankingsConsoleController, SteeringController, ...STORE_PAGES, WebhooksPagesController, ...ACCOUNT_PAGES],
  providers: [...CALENDAR_READERS, BookableReader, ConsoleProblems, ConsoleScopes, DayReader, Desks, PetitionLines, PetitionPageReader, ...PROGRESS_READERS, Rates, TodayReader, ...STORE_READERS, ...ACCOUNT_READERS],
})
export class ConsoleModule {}
