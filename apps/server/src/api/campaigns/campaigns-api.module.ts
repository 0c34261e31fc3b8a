import { Module } from '@nestjs/common';
import { PetitionsModule } from '#libs/petitions';
import { ReadingModule } from '../../reading/reading.module.js';
import { CampaignsController } from './campaigns.controller.js';

/** Campaigns under /api/v1. */
@Module({ imports: [PetitionsModule, ReadingModule], controllers: [CampaignsController] })
export class CampaignsApiModule {}
