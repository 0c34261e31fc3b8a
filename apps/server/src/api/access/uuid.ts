import { ParseUUIDPipe } from '@nestjs/common';
import { notFound } from '#libs/access';

/** An id in a path; what is none is not there. */
export const uuid = (): ParseUUIDPipe => new ParseUUIDPipe({ exceptionFactory: notFound });
