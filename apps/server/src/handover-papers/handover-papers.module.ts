import { Module } from '@nestjs/common';
import { CallsToActionModule } from '#libs/calls-to-action';
import { PetitionsModule } from '#libs/petitions';
import { PressModule } from '#libs/publications';
import { HandoversApiModule } from '../api/handovers/handovers-api.module.js';
import { HandoverPaperSource } from './paper-source.js';
import { HandoverPapersController } from './papers.controller.js';

/** Letter, certificate and packet of a sealed handover. */
@Module({ imports: [CallsToActionModule, PetitionsModule, PressModule, HandoversApiModule], controllers: [HandoverPapersController], providers: [HandoverPaperSource] })
export class HandoverPapersModule {}
