import { signable } from '#libs/petitions';
import { tallyDeltas } from '../../libs/signatures/src/tally-delta-rules.js';
import { affectedBy, decide, type RecordState, standing } from '../../libs/signatures/src/who-counts-rules.js';
import { cancels, mergeWithdrawals, nameWithdrawals, type Withdrawal } from '../../libs/signatures/src/withdrawal-rules.js';
import { crossings } from '../../libs/tallies/src/milestone-rules.js';
import { type Seen, type World } from './histories.js';
import { LADDER, type LifeOfAPetition, type Signing } from './model.js';

interface Kept { one: Signing; state: RecordState; pressed: boolean; invalid: boolean; leftAt: number; leftCountedAt: number | null }

/**
 * The product's pure rules with arrays in place of Postgres: thousands of histories in seconds. It decides nothing itself; what services
 * and SQL make of the rules is looked at in `real-world.ts`.
 */
export class PureWorld implements World {
  private readonly began = Date.now();
  private readonly kept = new Map<string, Kept>();
  private readonly cells = new Map<string, number>();
  private readonly milestones = LADDER.map((threshold) => ({ threshold, approached: false, reached: false }));
  private readonly attested: number[] = [];
  private readonly seals: number[] = [];
  private readonly mails: string[] = [];
  private readonly reached: number[] = [];
  private withdrawals: Withdrawal[] = [];
  private state: LifeOfAPetition['door'] = 'draft';
  private clock = 1;
  private sealedUntil = -1;
  private total = 0;

  door = async (state: LifeOfAPetition['door']): Promise<void> => void (this.state = state);

  async takes(): Promise<boolean> {
    const now = new Date();
    const ended = this.state === 'ended' ? new Date(now.getTime() - 1) : null;
    return signable({ status: this.state === 'ended' ? 'open' : this.state, takesSignatures: true, opensAt: null, closesAt: ended, closedAt: null, closedReason: null }, now).state === 'open';
  }

  async write(_batch: string, signings: readonly Signing[]): Promise<void> {
    const fresh = signings.filter(({ id }, n) => !this.kept.has(id) && signings.findIndex((other) => other.id === id) === n);
    for (const one of fresh) {
      const state: RecordState = { id: one.id, emailKey: one.email, nameKey: one.name, signedAt: one.signedAt, status: 'new', live: false, countedAt: null };
      this.kept.set(one.id, { one, state, pressed: one.channel !== 'online', invalid: false, leftAt: -1, leftCountedAt: null });
    }
    this.settle(fresh);
    for (const { id, channel } of fresh) if (channel === 'online' && this.kept.get(id)?.state.status !== 'withdrawn') this.mails.push(`greet ${id}`);
  }

  async press(signings: readonly Signing[]): Promise<void> {
    const pressed = signings.filter(({ id, stale }) => !stale && this.kept.get(id)?.pressed === false);
    for (const { id } of new Set(pressed)) if (['pending', 'expired'].includes(this.kept.get(id)?.state.status ?? '')) this.mails.push(`thank ${id}`);
    this.settle(pressed, (kept) => (kept.pressed = true));
  }

  async takeBack(one: Signing): Promise<void> {
    if (this.kept.get(one.id)?.state.status === 'withdrawn') return;
    this.withdrawals = mergeWithdrawals(this.withdrawals, [{ kind: 'email', key: one.email ?? '', until: Math.max(this.began, one.signedAt) }]);
    this.settle([...this.kept.values()].map((kept) => kept.one));
  }

  invalidate = async (one: Signing): Promise<void> => this.settle([one], (kept) => (kept.invalid = kept.state.status !== 'withdrawn'));
  restore = async (one: Signing): Promise<void> => this.settle([one], (kept) => (kept.invalid = false));

  async attest(count: number): Promise<void> {
    this.attested.push(count);
    this.tell();
  }

  async revoke(nth: number): Promise<void> {
    this.attested[nth] = 0;
    this.tell();
  }

  async seal(): Promise<void> {
    this.sealedUntil = this.clock++;
    this.seals.push(this.counting().length);
  }

  expire = async (): Promise<void> => undefined;

  async look(): Promise<Seen> {
    const cells = Object.fromEntries([...this.cells].filter(([, n]) => n !== 0));
    const rows: Record<string, number> = {};
    for (const { one } of this.counting()) rows[`${one.country} ${one.channel}`] = (rows[`${one.country} ${one.channel}`] ?? 0) + 1;
    const attested = this.attested.reduce((sum, n) => sum + n, 0);
    const counted = Object.values(cells).reduce((sum, n) => sum + n, 0);
    return { counted, attested, total: counted + attested, cells, rows, counting: this.counting().map(({ one }) => one.id), seals: this.seals, reached: this.reached, mails: this.mails };
  }

  private counting = (): Kept[] => [...this.kept.values()].filter(({ state }) => state.status === 'counted');

  /** As the ledger does it: what happened to some records, who that concerns, who counts now, and by how much figures change. */
  private settle(touched: readonly Signing[], change: (kept: Kept) => unknown = () => undefined): void {
    const now = this.clock++;
    const all = [...this.kept.values()];
    const before = new Map(all.map(({ one, state }) => [one.id, state.countedAt]));
    const mine = touched.flatMap(({ id }) => this.kept.get(id) ?? []);
    mine.forEach(change);
    this.withdrawals = mergeWithdrawals(this.withdrawals, nameWithdrawals(this.withdrawals, all.map(({ one, state, pressed }) => ({ emailKey: state.emailKey, nameKey: state.nameKey, signedAt: one.signedAt, confirmed: pressed }))));
    const affected = new Map<string, Kept>(mine.map((kept) => [kept.one.id, kept]));
    for (const kept of all) {
      const withdrawn = cancels(this.withdrawals, kept.state);
      if (withdrawn && kept.state.status !== 'withdrawn') affected.set(kept.one.id, kept);
      const { live, dormantAs } = standing({ confirmed: kept.pressed, withdrawn, invalid: kept.invalid, quarantined: false, expired: false });
      const left = kept.leftAt > this.sealedUntil ? kept.leftCountedAt : null;
      const since = kept.state.countedAt ?? left;
      kept.state = { ...kept.state, live, dormantAs, sealedIn: since !== null && since <= this.sealedUntil, countedBefore: left };
    }
    const changes = decide(all.map(({ state }) => state), affectedBy([...affected.values()].map(({ state }) => state)), now);
    const facts = new Map(all.map(({ one }) => [one.id, { country: one.country, channel: one.channel, signedAt: one.signedAt, countedAt: before.get(one.id) ?? null }]));
    for (const { country, channel, status, delta } of tallyDeltas(changes, facts)) if (status === 'counted') this.cells.set(`${country} ${channel}`, (this.cells.get(`${country} ${channel}`) ?? 0) + delta);
    for (const { id, to, countedAt, left } of changes) {
      const kept = this.kept.get(id);
      if (!kept) throw new Error(`nobody knows ${id}`);
      if (left) [kept.leftAt, kept.leftCountedAt] = [now, before.get(id) ?? null];
      kept.state = { ...kept.state, status: to, countedAt };
    }
    this.tell();
  }

  private tell(): void {
    const [before, after] = [this.total, this.counting().length + this.attested.reduce((sum, n) => sum + n, 0)];
    this.total = after;
    for (const threshold of crossings(before, after, this.milestones).reached) {
      this.reached.push(threshold);
      for (const milestone of this.milestones) if (milestone.threshold === threshold) milestone.reached = true;
    }
  }
}
