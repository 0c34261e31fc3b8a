/**
 * Who counts: the decision, pure. ARCHITECTURE.md, "Who counts", made precise.
 *
 * The live records of a petition fall into groups, each of which is one person:
 *  - group of an e-mail key e: every live record with e-mail key e, plus every live e-mail-less record whose
 *    name key N is owned by e. Owner of N: the e-mail key of the earliest live record with an e-mail that bears N;
 *  - group of a name key N that no live record with an e-mail bears: the live e-mail-less records bearing N;
 *  - each live record with neither key.
 * Of each group one record is counted, the rest are duplicates. The counted one is the earliest by (signedAt, id);
 * records in a sealed handover go before all others, so what was handed over is not exchanged for a late arrival.
 *
 * Groups are a function of the *set* of records, never of the order in which they came. `decide` finds the same
 * result from the few records that an event can touch (`touchedPeople` and `touchedNames` say which); the spec proves it
 * against a reference that looks at everything.
 */

export type SignatureStatus = 'pending' | 'counted' | 'duplicate' | 'expired' | 'withdrawn' | 'invalid' | 'quarantined';

/** The statuses of a record that takes no part in the decision. */
export type DormantStatus = Exclude<SignatureStatus, 'counted' | 'duplicate'>;

export interface RecordState {
  /** UUID in lower case: text order is then the order Postgres gives `uuid`. */
  id: string;
  emailKey: string | null;
  nameKey: string | null;
  /** Signing time in milliseconds since 1970. */
  signedAt: number;
  /** What is stored now; 'new' for a record of this transaction that no tally knows yet. */
  status: SignatureStatus | 'new';
  /** Whether the record is live after this event (see `standing`). */
  live: boolean;
  /** What a record that is not live shall be; by default it stays what it is. */
  dormantAs?: DormantStatus | null;
  /** When its person became counted, milliseconds; null unless status is 'counted'. */
  countedAt: number | null;
  /** Taken out by mistake, and back again: since when it had counted, and counts again unless its person does in another record. */
  countedBefore?: number | null;
  /** Whether the record is part of a sealed handover. */
  sealedIn?: boolean;
}

/** What an event touched: the keys and ids of every record that arrived, became live or ceased to be live. */
export interface Affected {
  emailKeys: ReadonlySet<string>;
  nameKeys: ReadonlySet<string>;
  ids: ReadonlySet<string>;
}

export interface Change {
  id: string;
  from: SignatureStatus | 'new';
  to: SignatureStatus;
  /** Set if and only if `to` is 'counted'. */
  countedAt: number | null;
  /** Counted until now, and nobody counts in its place: with it the number of people falls. */
  left?: true;
}

/** What is known of a record apart from its place among others. */
export interface Facts {
  /** The button was pressed, or a witness stood by (store, paper), or the petition needs no confirmation. */
  confirmed: boolean;
  withdrawn: boolean;
  invalid: boolean;
  quarantined: boolean;
  expired: boolean;
}

/**
 * Whether a record is live and, if not, what it is called. The order is fixed, so that two facts about one record
 * give one status whichever was learnt first: the signer's own will stands before the organiser's judgement.
 */
export function standing(facts: Facts): { live: boolean; dormantAs: DormantStatus | null } {
  const dormantAs: DormantStatus | null = facts.withdrawn
    ? 'withdrawn'
    : facts.invalid
      ? 'invalid'
      : facts.quarantined
        ? 'quarantined'
        : facts.expired
          ? 'expired'
          : facts.confirmed
            ? null
            : 'pending';
  return { live: dormantAs === null, dormantAs };
}

/** The keys and ids of changed records, as `decide` and the fetching for it want them. */
export function affectedBy(changed: Iterable<Pick<RecordState, 'id' | 'emailKey' | 'nameKey'>>): Affected {
  const emailKeys = new Set<string>();
  const nameKeys = new Set<string>();
  const ids = new Set<string>();
  for (const record of changed) {
    ids.add(record.id);
    if (record.emailKey !== null) emailKeys.add(record.emailKey);
    if (record.nameKey !== null) nameKeys.add(record.nameKey);
  }
  return { emailKeys, nameKeys, ids };
}

/**
 * The people an event can touch: those whose own records changed and those who bear a changed name.
 * With `touchedNames` it says which records `decide` must be given: the changed ones, and every live record that bears
 * one of these e-mail keys or of those names. (`settle` asks both again until what it fetched brings up nobody new.)
 *
 * The names of touched people are wanted whole, with the records of strangers that bear them: a stranger who signed
 * earlier may own the name. `decide` doesn't judge such a stranger, of whom it sees only a part.
 */
export function touchedPeople(
  affected: Affected,
  records: Iterable<Pick<RecordState, 'emailKey' | 'nameKey' | 'live'>>,
): Set<string> {
  const people = new Set(affected.emailKeys);
  for (const { live, emailKey, nameKey } of records) {
    if (live && emailKey !== null && nameKey !== null && affected.nameKeys.has(nameKey)) people.add(emailKey);
  }
  return people;
}

/** The names whose bearers must all be fetched: the changed ones and those that touched people bear. */
export function touchedNames(
  affected: Affected,
  people: ReadonlySet<string>,
  records: Iterable<Pick<RecordState, 'emailKey' | 'nameKey' | 'live'>>,
): Set<string> {
  const names = new Set(affected.nameKeys);
  for (const { live, emailKey, nameKey } of records) {
    if (live && emailKey !== null && nameKey !== null && people.has(emailKey)) names.add(nameKey);
  }
  return names;
}

/** Signing order: time, then id. */
export function earlierSigned(a: Pick<RecordState, 'signedAt' | 'id'>, b: Pick<RecordState, 'signedAt' | 'id'>): number {
  return a.signedAt - b.signedAt || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}

/** Of one person's records, which is counted: what is sealed stays, else the earliest signed. */
function precedence(a: RecordState, b: RecordState): number {
  return Number(b.sealedIn ?? false) - Number(a.sealedIn ?? false) || earlierSigned(a, b);
}

/** Name key → e-mail key of the earliest live record with an e-mail that bears it. */
function ownersOfNames(records: readonly RecordState[]): Map<string, string> {
  const earliest = new Map<string, RecordState>();
  for (const record of records) {
    if (!record.live || record.emailKey === null || record.nameKey === null) continue;
    const known = earliest.get(record.nameKey);
    if (!known || earlierSigned(record, known) < 0) earliest.set(record.nameKey, record);
  }
  return new Map([...earliest].map(([name, record]) => [name, record.emailKey as string]));
}

/** Which person a record is of (or was of, if it is no longer live), and whether this event can have touched that person. */
function personOf(record: RecordState, owners: ReadonlyMap<string, string>, people: ReadonlySet<string>, affected: Affected): { key: string; touched: boolean } {
  const emailKey = record.emailKey ?? (record.nameKey === null ? undefined : owners.get(record.nameKey)) ?? null;
  if (emailKey !== null) return { key: `e:${emailKey}`, touched: people.has(emailKey) };
  if (record.nameKey !== null) return { key: `n:${record.nameKey}`, touched: affected.nameKeys.has(record.nameKey) };
  return { key: `i:${record.id}`, touched: affected.ids.has(record.id) };
}

/**
 * The fewest changes that make the touched people's records what they should be.
 *
 * `records`: those that `touchedPeople` says, as stored, with `live` as it is after the event. `now`: milliseconds.
 * A person who stays counted keeps the time of becoming counted, though by another record; of several people who
 * turn out to be one, the earliest time stays; somebody newly counted, or counted anew after a withdrawal, gets `now`.
 *
 * The changes come in the order in which to apply them: who ceases to be counted first (the partial unique
 * indexes over *counted* are checked row by row: write the two halves as two statements). Applied, a second call
 * finds nothing to do.
 */
export function decide(records: readonly RecordState[], affected: Affected, now: number): Change[] {
  const people = touchedPeople(affected, records);
  const owners = ownersOfNames(records);
  const first = new Map<string, RecordState>();
  const countedSince = new Map<string, number>();
  const eldest = new Map<string, string>();
  const judged: { record: RecordState; person: string }[] = [];
  const changes: Change[] = [];
  const ceased: { record: RecordState; person: string; change: Change }[] = [];

  for (const record of records) {
    const { key: person, touched } = personOf(record, owners, people, affected);
    if (record.live && !touched) continue;
    const dormant = record.live ? null : dormantStatus(record);
    if (record.status === 'counted' && record.countedAt !== null && dormant !== 'withdrawn') {
      if (record.countedAt < (countedSince.get(person) ?? Infinity)) {
        countedSince.set(person, record.countedAt);
        eldest.set(person, record.id);
      }
    }
    if (dormant !== null) {
      if (dormant === record.status) continue;
      const change: Change = { id: record.id, from: record.status, to: dormant, countedAt: null };
      changes.push(change);
      ceased.push({ record, person, change });
      continue;
    }
    judged.push({ record, person });
    const known = first.get(person);
    if (!known || precedence(record, known) < 0) first.set(person, record);
  }

  for (const { record, person } of judged) {
    const to = first.get(person) === record ? 'counted' : 'duplicate';
    if (to === record.status) continue;
    const change: Change = { id: record.id, from: record.status, to, countedAt: to === 'counted' ? (countedSince.get(person) ?? record.countedBefore ?? now) : null };
    changes.push(change);
    ceased.push({ record, person, change });
  }
  for (const { record, person, change } of ceased) {
    if (record.status !== 'counted') continue;
    const heir = change.to === 'withdrawn' ? undefined : first.get(person);
    // Somebody newly counted goes on for the one who was counted longest; everybody else's place is gone.
    if (!heir || heir.status === 'counted' || eldest.get(person) !== record.id) change.left = true;
  }
  return changes.sort((a, b) => Number(a.to === 'counted') - Number(b.to === 'counted') || (a.id < b.id ? -1 : 1));
}

function dormantStatus(record: RecordState): DormantStatus {
  if (record.dormantAs) return record.dormantAs;
  switch (record.status) {
    case 'new':
    case 'counted':
    case 'duplicate':
      throw new TypeError(`Record ${record.id} is ${record.status} and not live: dormantAs must say what it becomes`);
    default:
      return record.status;
  }
}
