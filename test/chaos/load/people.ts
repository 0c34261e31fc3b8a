import { type Random } from '../../../apps/cli/src/people/random.js';
import { type Ledger } from '../ledger.js';
import { type Petition } from '../stage/scene.js';

/** Words that stand in everything a signer types, and must be found in no log, queue or exception. */
export const CANARIES = ['Canaryword', 'Kanarie-', '.chaos.invalid'] as const;

/** Hands out people: new ones, and those who sign once more. Whoever is about to take a signature back does nothing else from then on. */
export class People {
  private readonly closed = new Set<string>();
  private readonly mailboxes = new Map<string, string[]>();
  private next: number;
  private nonces: number;

  constructor(readonly ledger: Ledger, readonly random: Random) {
    const numbers = [...ledger.people.values()].map(({ person }) => Number(/\d+/.exec(person)?.[0] ?? 0));
    this.next = 1 + numbers.reduce((most, n) => Math.max(most, n), 0);
    this.nonces = 1 + ledger.promised.size;
    for (const { petition, person, withdrawTried } of ledger.people.values()) {
      if (withdrawTried) this.closed.add(`${petition} ${person}`);
      if (person.startsWith('p')) this.listOf(petition).push(person);
    }
  }

  newNonce(): string {
    return (this.nonces++).toString(36);
  }

  newNumber(): number {
    return this.next++;
  }

  /** Somebody with a mailbox: new, or with this chance one who has signed here before. */
  mailbox(petition: Petition, again: number): string {
    const list = this.listOf(petition.slug);
    for (let tries = 0; list.length > 0 && tries < 3 && this.random.next() < again; tries += 1) {
      // Of those who signed lately: two records of one person meet on their way.
      const known = list[Math.max(0, list.length - 1 - this.random.below(60))] ?? '';
      if (!this.closed.has(`${petition.slug} ${known}`)) return known;
    }
    const person = `p${this.newNumber()}`;
    list.push(person);
    return person;
  }

  /** Somebody who has signed once and counts, and from now on only takes the signature back. */
  toLeave(petition: Petition): string | null {
    const list = this.listOf(petition.slug);
    const person = list[this.random.below(Math.max(1, list.length - 40))];
    if (person === undefined || this.closed.has(`${petition.slug} ${person}`)) return null;
    const known = this.ledger.person(petition.slug, person);
    const [only] = known.submissions;
    if (known.submissions.length !== 1 || !only?.acked || !(only.live || known.pressed)) return null;
    this.closed.add(`${petition.slug} ${person}`);
    return person;
  }

  /** The address as it is typed this time: case does not matter. */
  address(person: string): string {
    const text = `${person}@box.chaos.invalid`;
    return [...text].map((letter) => (this.random.next() < 0.2 ? letter.toUpperCase() : letter)).join('');
  }

  private listOf(petition: string): string[] {
    let list = this.mailboxes.get(petition);
    if (!list) this.mailboxes.set(petition, (list = []));
    return list;
  }
}
