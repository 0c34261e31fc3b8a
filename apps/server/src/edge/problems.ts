import type { ErrorKind } from '#libs/config';

/** HTTP status of each kind of error (RFC 9110, 15.5 and 15.6). */
export const STATUS_OF: Readonly<Record<ErrorKind, number>> = {
  malformed: 400, unauthenticated: 401, forbidden: 403, 'not-found': 404, conflict: 409, gone: 410, invalid: 422, 'too-many': 429, unavailable: 503,
};

/**
 * Every stable code that an answer may carry, with its kind. Its sentences stand in the catalogues as `problem.<code>` (title)
 * and, where there is more to say, `problem.<code>.detail` (with the error's facts); a spec holds both against this table.
 *
 * A code never changes its meaning. One that is no longer used moves to RETIRED and is not given out again.
 */
export const PROBLEMS = {
  'body.malformed': 'malformed',
  'body.too_large': 'malformed',
  'body.unsupported_type': 'malformed',
  'body.too_deep': 'malformed',
  'request.invalid': 'invalid',
  'request.malformed': 'malformed',
  'route.not_found': 'not-found',
  'route.method_not_allowed': 'malformed',
  'rate.limited': 'too-many',
  'service.unavailable': 'unavailable',
  'server.failed': 'unavailable',
  'access.not_signed_in': 'unauthenticated',
  'access.wrong_login': 'unauthenticated',
  'access.too_many_logins': 'too-many',
  'access.forbidden': 'forbidden',
  'access.not_found': 'not-found',
  'access.csrf': 'forbidden',
  'access.cross_site': 'forbidden',
  'access.password_change_required': 'forbidden',
  'access.wrong_password': 'invalid',
  'access.invalid_user': 'invalid',
  'access.email_taken': 'conflict',
  'access.code_required': 'unauthenticated',
  'access.wrong_code': 'unauthenticated',
  'access.second_factor_required': 'forbidden',
  'access.already_enrolled': 'conflict',
  'access.not_enrolled': 'conflict',
  'access.in_person': 'forbidden',
  'access.last_owner': 'conflict',
  'access.invitation_over': 'gone',
  'access.too_many_invitations': 'too-many',
  'signatures.invalid': 'invalid',
  'signatures.unavailable': 'unavailable',
  'signatures.token-unknown': 'not-found',
  'signatures.token-expired': 'gone',
  'signatures.idempotency-key-reused': 'invalid',
  'petitions.not_open': 'conflict',
  'petitions.unknown': 'not-found',
  'petitions.invalid': 'invalid',
  'petitions.not_ready': 'invalid',
  'petitions.changed_meanwhile': 'conflict',
  'petitions.already_there': 'conflict',
  'petitions.not_draft': 'conflict',
  'petitions.not_closable': 'conflict',
  'petitions.frozen': 'conflict',
  'petitions.review_unknown': 'not-found',
  'petitions.review_own': 'conflict',
  'petitions.review_settled': 'conflict',
  'petitions.takes_none': 'conflict',
  'campaigns.unknown': 'not-found',
  'campaigns.invalid': 'invalid',
  'campaigns.already_there': 'conflict',
  'attested-counts.unknown': 'not-found',
  'documents.type_refused': 'invalid',
  'documents.too_large': 'invalid',
  'documents.empty': 'invalid',
  'documents.not_found': 'not-found',
  'tablet.not_built': 'not-found',
  'devices.upgrade': 'conflict',
  'names.not_found': 'not-found',
  'names.under_way': 'conflict',
  'names.settled': 'conflict',
  'names.own': 'conflict',
  'names.over': 'conflict',
  'names.seal_replaced': 'conflict',
  'names.not_there': 'conflict',
  'stores.unknown': 'not-found',
  'stores.invalid': 'invalid',
  'stores.code_taken': 'conflict',
  'stores.closed': 'conflict',
  'stores.csv_invalid': 'invalid',
  'devices.unknown': 'not-found',
  'devices.invalid': 'invalid',
  'devices.code_unknown': 'not-found',
  'devices.too_many_guesses': 'too-many',
  'devices.no_agreement': 'conflict',
  'devices.key_taken': 'conflict',
  'devices.keys_missing': 'unavailable',
  'devices.not_awaiting': 'conflict',
  'devices.ended': 'conflict',
  'devices.signature': 'unauthenticated',
  'devices.clock': 'unauthenticated',
  'devices.refused': 'forbidden',
  'devices.not_admitted': 'forbidden',
  'devices.retired': 'gone',
  'devices.batch_reused': 'conflict',
  'shifts.unknown': 'not-found',
  'shifts.invalid': 'invalid',
  'shifts.running': 'conflict',
  'shifts.signed_off': 'conflict',
  'sheets.unknown': 'not-found',
  'sheets.invalid': 'invalid',
  'sheets.wrong_state': 'conflict',
  'sheets.lines_differ': 'conflict',
  'sheets.typed_already': 'conflict',
  'sheets.conflicts_open': 'conflict',
  'sheets.conflict_unknown': 'not-found',
  'sheets.conflict_decided': 'conflict',
  'webhooks.invalid': 'invalid',
  'webhooks.record_campaign': 'conflict',
  'webhooks.switched_off': 'conflict',
  'webhooks.too_many': 'conflict',
  'webhooks.keys_missing': 'unavailable',
  'facts.event_not_found': 'not-found',
  'facts.invalid': 'invalid',
  'facts.frozen': 'conflict',
  'facts.not_standing': 'conflict',
  'facts.no_proposal': 'conflict',
  'facts.method_not_found': 'not-found',
  'facts.ranking_not_found': 'not-found',
  'facts.ranking_taken': 'conflict',
  'screening.unknown': 'not-found',
  'screening.invalid': 'invalid',
  'publications.not_found': 'not-found',
  'publications.invalid': 'invalid',
  'publications.frozen': 'conflict',
  'publications.already_public': 'conflict',
  'publications.already_withdrawn': 'conflict',
  'publications.not_public_yet': 'conflict',
  'publications.already_corrected': 'conflict',
  'publications.link_unknown': 'not-found',
  'publications.too_many_readers': 'conflict',
  'supporters.unknown': 'not-found',
  'supporters.invalid': 'invalid',
  'supporters.wrong_state': 'conflict',
  'supporters.second_person': 'conflict',
  'supporters.too_soon': 'conflict',
  'supporters.too_many': 'conflict',
  'supporters.handover_unfit': 'conflict',
} as const satisfies Record<string, ErrorKind>;

export type ProblemCode = keyof typeof PROBLEMS;

/** Where HTTP has a closer status than the kind's own. */
const OWN_STATUS: Partial<Record<string, number>> = {
  'body.too_large': 413, 'body.unsupported_type': 415, 'route.method_not_allowed': 405, 'server.failed': 500, 'devices.upgrade': 426,
};

export function statusOf(code: string, kind: ErrorKind): number {
  return OWN_STATUS[code] ?? STATUS_OF[kind];
}

/** Codes that were given out once. */
export const RETIRED: readonly string[] = [];

/**
 * Codes of a single field, with sentences as `problem.field.<code>`. Any lib may add its own as
 * `problem.field.<code>`; these are what the checks of DTOs yield.
 */
export const FIELD_CODES = [
  'required', 'unknown_field', 'wrong_type', 'too_short', 'too_long', 'forbidden_characters', 'malformed', 'not_allowed', 'out_of_range',
  'too_few', 'too_many', 'must_be_true', 'invalid', 'wrong', 'taken', 'unknown', 'unchanged', 'guessable',
] as const;
