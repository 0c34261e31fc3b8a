import { DomainError, type FieldFault } from '#libs/config';

export const WEBHOOK_ERRORS = {
  invalid: 'webhooks.invalid',
  record: 'webhooks.record_campaign',
  keysMissing: 'webhooks.keys_missing',
  off: 'webhooks.switched_off',
  tooMany: 'webhooks.too_many',
} as const;

export const webhookInvalid = (fields: FieldFault[]): DomainError => new DomainError(WEBHOOK_ERRORS.invalid, 'invalid', { fields });
export const webhookConflict = (code: 'record' | 'off' | 'tooMany'): DomainError => new DomainError(WEBHOOK_ERRORS[code], 'conflict');
/** A campaign that was just made: its keys come with the worker, within seconds. */
export const webhookKeysMissing = (): DomainError => new DomainError(WEBHOOK_ERRORS.keysMissing, 'unavailable', { retryAfterS: 5 });
