/** Records that wait for their mailbox's owner to press the button. */
export const UNCONFIRMED = 'signatures.unconfirmed';
/** Somebody signed again with an address that has signed already; only the mailbox's owner is told. */
export const REPEATED = 'signatures.repeated';
/** Records whose button was pressed. */
export const CONFIRMED = 'signatures.counted';
/** Records unconfirmed for two days. */
export const REMINDER_DUE = 'signatures.reminder-due';
/** A record whose owner asked for the withdrawal link. */
export const WITHDRAWAL_REQUESTED = 'signatures.withdrawal-requested';

export interface SignatureIds {
  petitionId: number;
  ids: string[];
  /** Traces by record id, of those that carry one. */
  traces?: Readonly<Record<string, string>>;
}
/** Somebody asked for the withdrawal link while Redis was away; the address is sealed. */
export const WITHDRAWAL_ASKED = 'signatures.withdrawal-asked';
/** Retired. An earlier release told so of a sealed batch in Postgres. */
export const SEALED_KEPT = 'signatures.sealed-kept';
