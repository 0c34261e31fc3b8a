import { Module } from '@nestjs/common';
import { AssessmentsRepository } from './cards/assessments.repository.js';
import { AssessmentsService } from './cards/assessments.service.js';
import { CardsReader } from './cards/cards.reader.js';
import { CardsRepository } from './cards/cards.repository.js';
import { CardReplies } from './cards/replies.service.js';
import { Frameworks } from './frameworks/frameworks.service.js';

/** Needs `Database` and AccessModule for the audit log. */
@Module({
  providers: [AssessmentsRepository, AssessmentsService, CardReplies, CardsReader, CardsRepository, Frameworks],
  exports: [AssessmentsService, CardReplies, CardsReader, Frameworks],
})
export class ProgressModule {}
