import { type KeyObject } from 'node:crypto';
import { petitionTag } from '#libs/vault';
import { type SealedSignature } from '../sealed-batch.js';
import { type SignatureRecord } from '../signature-record.js';
import { type ScreeningTags } from './screening-notes.js';
import { marksOf } from './tag-rules.js';

/**
 * Keyed numbers in place of what a record has in common with others. The server's mark of the range is keyed once more, so that the
 * server's secret alone cannot try addresses against what lies in the database.
 */
export function tagsOf(hashKey: KeyObject, { petitionId, range }: Pick<SealedSignature, 'petitionId' | 'range'>, record: Pick<SignatureRecord, 'givenName' | 'familyName'> & { email: string }): ScreeningTags {
  const { domain, pattern, disposable } = marksOf(record);
  const tag = (kind: string, value: string | null | undefined): bigint | null => (value ? petitionTag(hashKey, kind, petitionId, value) : null);
  return { range: tag('range', range), domain: tag('domain', domain), pattern: tag('pattern', pattern), disposable };
}
