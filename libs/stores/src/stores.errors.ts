import { DomainError, type Facts, type FieldFault } from '#libs/config';

/** Stable codes of everything that can go wrong here. Retired codes stay listed; none is ever given a second meaning. */
export const STORE_ERRORS = {
  unknown: 'stores.unknown',
  invalid: 'stores.invalid',
  codeTaken: 'stores.code_taken',
  closed: 'stores.closed',
  csvInvalid: 'stores.csv_invalid',
} as const;

export const DEVICE_ERRORS = {
  unknown: 'devices.unknown',
  invalid: 'devices.invalid',
  codeUnknown: 'devices.code_unknown',
  tooManyGuesses: 'devices.too_many_guesses',
  noAgreement: 'devices.no_agreement',
  keyTaken: 'devices.key_taken',
  keysMissing: 'devices.keys_missing',
  notAwaiting: 'devices.not_awaiting',
  ended: 'devices.ended',
  notStolen: 'devices.not_stolen',
  signature: 'devices.signature',
  clock: 'devices.clock',
  refused: 'devices.refused',
  notAdmitted: 'devices.not_admitted',
  retired: 'devices.retired',
  upgrade: 'devices.upgrade',
  batchReused: 'devices.batch_reused',
} as const;

export const SHIFT_ERRORS = {
  unknown: 'shifts.unknown',
  invalid: 'shifts.invalid',
  running: 'shifts.running',
  signedOff: 'shifts.signed_off',
} as const;

export const SHEET_ERRORS = {
  unknown: 'sheets.unknown',
  invalid: 'sheets.invalid',
  wrongState: 'sheets.wrong_state',
  linesDiffer: 'sheets.lines_differ',
  typedAlready: 'sheets.typed_already',
  conflictsOpen: 'sheets.conflicts_open',
  conflictUnknown: 'sheets.conflict_unknown',
  conflictDecided: 'sheets.conflict_decided',
} as const;

const conflict = (code: string, facts?: Facts): DomainError => new DomainError(code, 'conflict', facts ? { facts } : {});
const notFound = (code: string): DomainError => new DomainError(code, 'not-found');

export const storeUnknown = (): DomainError => notFound(STORE_ERRORS.unknown);
export const storeInvalid = (fields: readonly FieldFault[]): DomainError => new DomainError(STORE_ERRORS.invalid, 'invalid', { fields });
export const storeCodeTaken = (): DomainError => new DomainError(STORE_ERRORS.codeTaken, 'conflict', { fields: [{ field: 'code', code: 'taken' }] });
export const storeClosed = (): DomainError => conflict(STORE_ERRORS.closed);
/** Every faulty line with its number, column and reason: `line 7: language`. */
export const csvInvalid = (fields: readonly FieldFault[]): DomainError => new DomainError(STORE_ERRORS.csvInvalid, 'invalid', { fields, facts: { faults: fields.length } });

export const deviceUnknown = (): DomainError => notFound(DEVICE_ERRORS.unknown);
export const deviceInvalid = (fields: readonly FieldFault[]): DomainError => new DomainError(DEVICE_ERRORS.invalid, 'invalid', { fields });
/** Wrong, used, expired: one answer for all. */
export const codeUnknown = (): DomainError => notFound(DEVICE_ERRORS.codeUnknown);
export const tooManyGuesses = (retryAfterS: number): DomainError =>
  new DomainError(DEVICE_ERRORS.tooManyGuesses, 'too-many', { retryAfterS, facts: { minutes: Math.ceil(retryAfterS / 60) } });
export const noAgreement = (): DomainError => conflict(DEVICE_ERRORS.noAgreement);
export const keyTaken = (): DomainError => conflict(DEVICE_ERRORS.keyTaken);
/** The campaign has no root yet that a tablet could pin. */
export const keysMissing = (): DomainError => new DomainError(DEVICE_ERRORS.keysMissing, 'unavailable', { retryAfterS: 30 });
export const deviceNotAwaiting = (): DomainError => conflict(DEVICE_ERRORS.notAwaiting);
/** Retired, stolen or refused already. */
export const deviceEnded = (): DomainError => conflict(DEVICE_ERRORS.ended);
/** Only of a stolen one is it said that it spoke for nobody: any other goes on sending. */
export const deviceNotStolen = (): DomainError => conflict(DEVICE_ERRORS.notStolen);

export const badSignature = (): DomainError => new DomainError(DEVICE_ERRORS.signature, 'unauthenticated');
export const clockOff = (): DomainError => new DomainError(DEVICE_ERRORS.clock, 'unauthenticated');
export const deviceRefused = (): DomainError => new DomainError(DEVICE_ERRORS.refused, 'forbidden');
export const deviceNotAdmitted = (): DomainError => new DomainError(DEVICE_ERRORS.notAdmitted, 'forbidden');
export const deviceRetired = (): DomainError => new DomainError(DEVICE_ERRORS.retired, 'gone');
export const batchReused = (): DomainError => conflict(DEVICE_ERRORS.batchReused);

export const shiftUnknown = (): DomainError => notFound(SHIFT_ERRORS.unknown);
export const shiftInvalid = (fields: readonly FieldFault[]): DomainError => new DomainError(SHIFT_ERRORS.invalid, 'invalid', { fields });
export const shiftRunning = (): DomainError => conflict(SHIFT_ERRORS.running);
export const shiftSignedOff = (): DomainError => conflict(SHIFT_ERRORS.signedOff);

export const sheetUnknown = (): DomainError => notFound(SHEET_ERRORS.unknown);
export const sheetInvalid = (fields: readonly FieldFault[]): DomainError => new DomainError(SHEET_ERRORS.invalid, 'invalid', { fields });
export const sheetWrongState = (number: string, state: string): DomainError => conflict(SHEET_ERRORS.wrongState, { number, state });
export const linesDiffer = (typed: number, filled: number): DomainError => conflict(SHEET_ERRORS.linesDiffer, { typed, filled });
export const typedAlready = (typed: number): DomainError => conflict(SHEET_ERRORS.typedAlready, { typed });
export const conflictsOpen = (number: string): DomainError => conflict(SHEET_ERRORS.conflictsOpen, { number });
export const conflictUnknown = (): DomainError => notFound(SHEET_ERRORS.conflictUnknown);
export const conflictDecided = (): DomainError => conflict(SHEET_ERRORS.conflictDecided);
