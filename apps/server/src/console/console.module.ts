import { Module } from '@nestjs/common';
import { HandoversModule } from '#libs/handovers';
import { TalliesModule } from '#libs/tallies';
import { ConsoleProblems } from './console-problems.filter.js';
import { Desks } from './desk.js';
import { LoginController } from './login.controller.js';
import { PetitionsController } from './petitions.controller.js';
import { PetitionLines } from './read/petition-lines.js';
import { Rates } from './read/rates.js';
import { ConsoleScopes } from './read/scopes.js';
import { TodayReader } from './read/today.js';
import { TodayController } from './today.controller.js';

/** The organisers' pages under /console. */
@Module({
  imports: [HandoversModule, TalliesModule],
  controllers: [LoginController, TodayController, PetitionsController],
  providers: [ConsoleProblems, ConsoleScopes, Desks, PetitionLines, Rates, TodayReader],
})
export class ConsoleModule {}
