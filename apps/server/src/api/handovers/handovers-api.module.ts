import { Module } from '@nestjs/common';
import { HandoversModule } from '#libs/handovers';
import { PressModule } from '#libs/publications';
import { CommitmentsController } from './commitments.controller.js';
import { DocumentsPagesModule } from '../../documents/documents-pages.module.js';
import { HandoverDayController } from './day.controller.js';
import { HandoverDoor } from './handover-door.js';
import { LettersController } from './letters.controller.js';
import { LetterWriter } from './letter-writer.js';
import { HandoverRights } from './handover-rights.js';
import { HandoversController } from './handovers.controller.js';
import { NamesController } from './names.controller.js';
import { SamplesController } from './samples.controller.js';
import { SealController } from './seal.controller.js';

/** Handovers and commitments under /api/v1. */
@Module({ imports: [DocumentsPagesModule, HandoversModule, PressModule], controllers: [HandoversController, SealController, SamplesController, NamesController, HandoverDayController, LettersController, CommitmentsController], providers: [HandoverDoor, LetterWriter, HandoverRights], exports: [DocumentsPagesModule, HandoverDoor, LetterWriter, HandoverRights, HandoversModule] })
export class HandoversApiModule {}
