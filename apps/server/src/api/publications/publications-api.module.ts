import { Module } from '@nestjs/common';
import { PetitionsModule } from '#libs/petitions';
import { EmbargoReadingModule } from '../../embargo/embargo.module.js';
import { TalliesApiModule } from '../tallies/tallies-api.module.js';
import { PublicationRights } from './publication-rights.js';
import { PublicationStreamController } from './publication-stream.controller.js';
import { PublicationStreams } from './publication-streams.js';
import { PublicationsController } from './publications.controller.js';
import { AccreditedReadersController } from './readers.controller.js';

/** Publications, their stream and their accredited readers under /api/v1/campaigns/{campaign}/publications. */
@Module({
  imports: [PetitionsModule, TalliesApiModule, EmbargoReadingModule],
  // A fixed path before the one with a parameter in its place.
  controllers: [PublicationStreamController, PublicationsController, AccreditedReadersController], providers: [PublicationRights, PublicationStreams], exports: [PublicationRights, EmbargoReadingModule],
})
export class PublicationsApiModule {}
