import { Module } from '@nestjs/common';
import { CallsToActionModule } from '#libs/calls-to-action';
import { PetitionsModule } from '#libs/petitions';
import { PressModule } from '#libs/publications';
import { StoresModule } from '#libs/stores';
import { StoreRights } from '../api/stores/store-rights.js';
import { ConsoleProblems } from '../console/console-problems.filter.js';
import { Desks } from '../console/desk.js';
import { PaperReader } from './paper-reader.js';
import { PrintController } from './print.controller.js';
import { StaffHelpController } from './staff-help.controller.js';

/** Posters, staff cards and numbered sheets as PDF, and the card's hints as a page. */
@Module({
  imports: [CallsToActionModule, PetitionsModule, PressModule, StoresModule],
  controllers: [PrintController, StaffHelpController],
  providers: [ConsoleProblems, Desks, PaperReader, StoreRights],
})
export class PrintModule {}
