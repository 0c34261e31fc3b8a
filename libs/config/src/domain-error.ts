/**
 * What went wrong, in words every door can translate: HTTP into a status, the command line into an exit code.
 *
 * - `invalid`: the input is at fault, `fields` says where · `malformed`: it could not even be read
 * - `unauthenticated`: not signed in · `forbidden`: signed in, may see but not do · `not-found`: not there, or not to be known
 * - `conflict`: not in this state · `gone`: was there, its time is over · `too-many`: later, see `retryAfterS`
 * - `unavailable`: a service we need is away, see `retryAfterS`
 */
export const ERROR_KINDS = [
  'malformed', 'invalid', 'unauthenticated', 'forbidden', 'not-found', 'conflict', 'gone', 'too-many', 'unavailable',
] as const;
export type ErrorKind = (typeof ERROR_KINDS)[number];

/** One field at fault. `field` is the path as the sender wrote it (`consent.petition`, `calls.2.text`); never its value. */
export interface FieldFault {
  readonly field: string;
  readonly code: string;
  /** Figures for the sentence in the catalogue, such as `{max: 100}`. */
  readonly facts?: Facts;
}

/** What a sentence in the catalogue may name: figures, dates, codes. Never a name or address of a person. */
export type Facts = Readonly<Record<string, string | number | boolean | null>>;

export interface DomainErrorOptions {
  readonly fields?: readonly FieldFault[];
  readonly facts?: Facts;
  readonly retryAfterS?: number;
}

/**
 * An error with a stable code, thrown by a lib and told to whoever asked. The sentence stands in the message catalogues under
 * `problem.<code>`; the message here is only the code, so that no log or queue ever keeps more.
 */
export class DomainError extends Error {
  readonly fields: readonly FieldFault[];
  readonly facts: Facts;
  readonly retryAfterS: number | null;

  constructor(readonly code: string, readonly kind: ErrorKind, options: DomainErrorOptions = {}) {
    super(code);
    this.name = 'DomainError';
    this.fields = options.fields ?? [];
    this.facts = options.facts ?? {};
    this.retryAfterS = options.retryAfterS ?? null;
  }
}
