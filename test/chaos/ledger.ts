import { appendFileSync, existsSync, readFileSync } from 'node:fs';

/** One line of the ledger, as it lies on the disk. */
export type Entry =
  /** A signature is about to be handed in; `live`: it counts without a mail being answered. */
  | { e: 'try'; nonce: string; petition: string; person: string; live: boolean }
  | { e: 'ack'; nonce: string }
  | { e: 'press' | 'pressed'; petition: string; person: string }
  | { e: 'withdraw'; petition: string; person: string; record: string }
  | { e: 'withdrawn'; petition: string; person: string }
  /** Records that nobody can read, and that must be set aside. */
  | { e: 'poison'; record: string }
  | { e: 'mail'; id: string; to: string };

export interface Promised { nonce: string; petition: string; person: string; live: boolean; acked: boolean }

/** One person of one petition: what they did, and what of it was answered with success. */
export interface Person {
  petition: string;
  person: string;
  submissions: Promised[];
  pressTried: boolean;
  pressed: boolean;
  withdrawTried: boolean;
  withdrawn: boolean;
}

/** What was asked of the system and what it promised. Written down before and after each request, so that a run can be gone on with. */
export class Ledger {
  readonly promised = new Map<string, Promised>();
  readonly people = new Map<string, Person>();
  readonly poison = new Set<string>();
  /** Record ids of people who took their signature back: what they wrote is erased, so that nobody can read who they were. */
  readonly erased = new Map<string, string>();
  readonly mails = new Map<string, { to: Set<string>; times: number }>();

  constructor(private readonly file: string) {
    if (!existsSync(file)) return;
    for (const line of readFileSync(file, 'utf8').split('\n')) if (line.endsWith('}')) this.take(JSON.parse(line) as Entry);
  }

  note(entry: Entry): void {
    this.take(entry);
    appendFileSync(this.file, `${JSON.stringify(entry)}\n`);
  }

  get acknowledged(): number {
    let n = 0;
    for (const { acked } of this.promised.values()) if (acked) n += 1;
    return n;
  }

  person(petition: string, person: string): Person {
    const key = `${petition} ${person}`;
    let known = this.people.get(key);
    if (!known) this.people.set(key, (known = { petition, person, submissions: [], pressTried: false, pressed: false, withdrawTried: false, withdrawn: false }));
    return known;
  }

  private take(entry: Entry): void {
    switch (entry.e) {
      case 'try': {
        const { nonce, petition, person, live } = entry;
        const promised = { nonce, petition, person, live, acked: false };
        this.promised.set(nonce, promised);
        this.person(petition, person).submissions.push(promised);
        return;
      }
      case 'ack': {
        const promised = this.promised.get(entry.nonce);
        if (promised) promised.acked = true;
        return;
      }
      case 'press': this.person(entry.petition, entry.person).pressTried = true; return;
      case 'pressed': this.person(entry.petition, entry.person).pressed = true; return;
      case 'withdraw': {
        const person = this.person(entry.petition, entry.person);
        person.withdrawTried = true;
        const [only] = person.submissions;
        if (only) this.erased.set(entry.record, only.nonce);
        return;
      }
      case 'withdrawn': this.person(entry.petition, entry.person).withdrawn = true; return;
      case 'poison': this.poison.add(entry.record); return;
      case 'mail': {
        const known = this.mails.get(entry.id) ?? { to: new Set(), times: 0 };
        known.to.add(entry.to);
        known.times += 1;
        this.mails.set(entry.id, known);
        return;
      }
    }
  }
}
