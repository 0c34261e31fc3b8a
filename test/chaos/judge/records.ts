import { Opener, PrivateKeyStore, signatureContext } from '#libs/vault';
import { decodeRecord } from '../../../libs/signatures/src/signature-record.js';
import { type Ledger, type Person } from '../ledger.js';
import { type Scene } from '../stage/scene.js';
import { type Violation } from './verdict.js';

interface Row {
  id: string; petition: string; petitionId: number; status: string; channel: 'online' | 'store' | 'paper' | 'partner'; textVersion: number; language: string; signedAt: Date; sealed: Buffer | null;
}

/** Opens what was written with the worker's keys, which are this trial's own, and holds it against what was promised. */
export class Records {
  /** By record id: each is opened once. */
  private readonly nonces = new Map<string, string>();

  constructor(private readonly scene: Scene, private readonly ledger: Ledger, private readonly keysDir: string) {}

  async judge(): Promise<{ violations: Violation[]; rows: number; counted: Map<string, number> }> {
    const rows = await this.read();
    const violations = [...this.everyPromiseOnce(rows), ...this.everyPersonOnce(rows), ...(await this.setAside())];
    const counted = new Map(this.scene.petitions.map(({ slug }) => [slug, rows.filter(({ petition, status }) => petition === slug && status === 'counted').length]));
    return { violations, rows: rows.length, counted };
  }

  private async read(): Promise<Row[]> {
    const rows = await this.scene.db.rows<Row>(
      `select s.id, p.slug as petition, s.petition_id as "petitionId", s.status, s.channel, s.text_version as "textVersion", s.language, coalesce(s.claimed_at, s.signed_at) as "signedAt",
              case when s.id = any($1::uuid[]) then null else s.sealed end as sealed
         from signatures s join petitions p on p.id = s.petition_id`, [[...this.nonces.keys()]]);
    const opener = new Opener(await PrivateKeyStore.open(this.keysDir));
    for (const row of rows) {
      if (row.sealed) this.nonces.set(row.id, decodeRecord(opener.open(row.sealed, signatureContext({ ...row, recordId: row.id }))).town?.replace('Kanarie-', '') ?? '');
      else if (!this.nonces.has(row.id)) this.nonces.set(row.id, this.ledger.erased.get(row.id) ?? '');
    }
    return rows;
  }

  /** What was acknowledged is there exactly once; what was not, at most once; and nothing else is. */
  private everyPromiseOnce(rows: readonly Row[]): Violation[] {
    const times = new Map<string, number>();
    const violations: Violation[] = [];
    for (const { id } of rows) {
      const nonce = this.nonces.get(id) ?? '';
      times.set(nonce, (times.get(nonce) ?? 0) + 1);
      if (!this.ledger.promised.has(nonce)) violations.push({ kind: 'figure', what: `record ${id} is nobody's` });
    }
    for (const { nonce, acked, petition } of this.ledger.promised.values()) {
      const n = times.get(nonce) ?? 0;
      if (acked && n === 0) violations.push({ kind: 'lost', what: `signature ${nonce} of ${petition}: acknowledged and not there` });
      if (n > 1) violations.push({ kind: 'double', what: `signature ${nonce} of ${petition}: ${n} records` });
    }
    return violations;
  }

  private everyPersonOnce(rows: readonly Row[]): Violation[] {
    const counted = new Map<Person, number>();
    const held = new Set<Person>();
    for (const row of rows) {
      const promised = this.ledger.promised.get(this.nonces.get(row.id) ?? '');
      if (!promised) continue;
      const person = this.ledger.person(promised.petition, promised.person);
      if (row.status === 'counted') counted.set(person, (counted.get(person) ?? 0) + 1);
      if (row.status === 'quarantined') held.add(person);
    }
    return [...this.ledger.people.values()].flatMap((person): Violation[] => {
      const n = counted.get(person) ?? 0;
      const who = `${person.person} of ${person.petition}`;
      if (n > 1) return [{ kind: 'double', what: `${who} counts ${n} times` }];
      if (n === 0 && mustCount(person) && !held.has(person)) return [{ kind: 'lost', what: `${who} does not count` }];
      if (n === 1 && !mayCount(person)) return [{ kind: 'figure', what: `${who} counts and should not` }];
      return [];
    });
  }

  /** Set aside is what nobody can read, and nothing else. */
  private async setAside(): Promise<Violation[]> {
    const rows = await this.scene.db.rows<{ id: string; code: string }>(`select record_id as id, code from quarantine`);
    const there = new Set(rows.map(({ id }) => id));
    return [
      ...rows.filter(({ id }) => !this.ledger.poison.has(id)).map(({ id, code }): Violation => ({ kind: 'lost', what: `record ${id} was set aside: ${code}` })),
      ...[...this.ledger.poison].filter((id) => !there.has(id)).map((id): Violation => ({ kind: 'lost', what: `poison ${id} was not set aside` })),
    ];
  }
}

const mustCount = (person: Person): boolean => !person.withdrawTried && (person.pressed || person.submissions.some(({ live, acked }) => live && acked));

const mayCount = (person: Person): boolean => !person.withdrawn && (person.pressTried || person.submissions.some(({ live }) => live));
