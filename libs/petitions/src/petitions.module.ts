import { Module } from '@nestjs/common';
import { CampaignReader } from './campaign-reader.js';
import { CampaignsService } from './campaigns.service.js';
import { PetitionDirectory } from './petition-directory.js';
import { PetitionReader } from './petition-reader.js';
import { PetitionsService } from './petitions.service.js';
import { NamesDemands } from './workshop/names-demands.service.js';
import { NoticeSettings } from './workshop/notice-settings.service.js';
import { Reviews } from './workshop/reviews.service.js';
import { TextVersions } from './workshop/text-versions.reader.js';
import { Timetable } from './workshop/timetable.service.js';

const providers = [CampaignReader, CampaignsService, PetitionDirectory, PetitionReader, PetitionsService, NamesDemands, NoticeSettings, Reviews, TextVersions, Timetable];

/** Needs `Database`, and AccessModule for the audit log. */
@Module({ providers, exports: providers })
export class PetitionsModule {}
