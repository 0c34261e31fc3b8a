import { Module } from '@nestjs/common';
import { PetitionsModule } from '#libs/petitions';
import { FactsModule } from '#libs/progress';
import { EmbargoReadingModule } from '../../embargo/embargo.module.js';
import { SiteModule } from '../site.module.js';
import { FactsPagesController } from './facts-pages.controller.js';
import { FactsPagesReader } from './facts-reader.js';

/** The public pages of ratifications, rankings and published figures. */
@Module({ imports: [FactsModule, PetitionsModule, EmbargoReadingModule, SiteModule], controllers: [FactsPagesController], providers: [FactsPagesReader], exports: [FactsPagesReader] })
export class FactsSiteModule {}
