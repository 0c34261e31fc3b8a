import { type Type } from '@nestjs/common';
import { FeedPageController } from './feed-page.controller.js';
import { InvitationController } from './invitation.controller.js';
import { OfficesPageController } from './offices-page.controller.js';
import { HandoverPlaces } from './places.js';
import { PreparationsController } from './preparations.controller.js';

export const CALENDAR_PAGES: Type[] = [FeedPageController, OfficesPageController, PreparationsController, InvitationController];
export const CALENDAR_READERS: Type[] = [HandoverPlaces];
