import { Module } from '@nestjs/common';
import { CampaignReader } from './campaign-reader.js';
import { CampaignsService } from './campaigns.service.js';
import { PetitionDirectory } from './petition-directory.js';
import { PetitionReader } from './petition-reader.js';
import { PetitionsService } from './petitions.service.js';

const providers = [CampaignReader, CampaignsService, PetitionDirectory, PetitionReader, PetitionsService];

/** Needs `Database`, and AccessModule for the audit log. */
@Module({ providers, exports: providers })
export class PetitionsModule {}
