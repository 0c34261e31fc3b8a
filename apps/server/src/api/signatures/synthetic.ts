import type { IncomingHttpHeaders } from 'node:http';
import { type AppConfig, DomainError, mailIsCaught } from '#libs/config';
import { isSyntheticMark, SYNTHETIC_HEADER } from '#libs/signatures';

/**
 * Whether `countersign simulate` invented this signature: it proves that it can read the data folder. A mark that does not
 * hold is refused rather than ignored, or an invented signature would count as a real one; so is every mark where mail
 * goes to real mailboxes.
 * @throws DomainError `access.forbidden`
 */
export function isSynthetic(headers: IncomingHttpHeaders, config: AppConfig): boolean {
  const mark = headers[SYNTHETIC_HEADER];
  if (mark === undefined) return false;
  if (typeof mark !== 'string' || !mailIsCaught(config.smtp) || !isSyntheticMark(mark, config.dataDir)) throw new DomainError('access.forbidden', 'forbidden');
  return true;
}
