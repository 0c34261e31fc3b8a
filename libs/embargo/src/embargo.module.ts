import { Module } from '@nestjs/common';
import { AccreditedReaders } from './accredited-readers.service.js';
import { PublicationClock } from './going-public.js';
import { PublicationsReader } from './publications.reader.js';
import { PublicationsService } from './publications.service.js';

/** Needs `Database` and AccessModule for the audit log. */
@Module({
  providers: [AccreditedReaders, PublicationClock, PublicationsReader, PublicationsService],
  exports: [AccreditedReaders, PublicationClock, PublicationsReader, PublicationsService],
})
export class EmbargoModule {}
