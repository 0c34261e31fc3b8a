/**
 * The life of a petition as a page of plain words, and what the product is held against: nothing of it is the product's. It keeps what
 * happened and reckons everything anew from it.
 */

export interface Signing {
  id: string;
  email: string | null;
  name: string | null;
  signedAt: number;
  country: string;
  channel: 'online' | 'store' | 'paper';
  /** Signed so long ago that its button works no longer. */
  stale: boolean;
}

export const LADDER = [2, 4, 7] as const;

export class LifeOfAPetition {
  door: 'draft' | 'open' | 'ended' | 'closed' = 'draft';
  readonly written = new Map<string, Signing>();
  readonly seals: number[] = [];
  /** Who counted at the newest seal and has stood ever since: whom a later one found to be somebody else's double, it did not hand over. */
  private readonly sealed = new Set<string>();
  private atSeal: readonly string[] = [];
  /** Who counted after the last event. */
  private counted: ReadonlySet<string> = new Set();
  /** Thresholds that were passed, each once. */
  readonly passed = new Set<number>();
  /** Mails that are due, by record: the first one (confirm, or "you have signed already"), and the thanks. */
  readonly greeted = new Set<string>();
  readonly thanked = new Set<string>();
  private readonly pressed = new Set<string>();
  private readonly invalid = new Set<string>();
  private readonly takenBack: { email: string; until: number }[] = [];
  private readonly attested: (number | null)[] = [];

  constructor(private readonly began: number) {}

  write(batch: readonly Signing[]): void {
    const fresh = batch.filter(({ id }) => !this.written.has(id));
    for (const one of fresh) this.written.set(one.id, one);
    for (const one of fresh) if (one.channel === 'online' && !this.isTakenBack(one)) this.greeted.add(one.id);
  }

  press(one: Signing): void {
    if (!this.written.has(one.id) || one.channel !== 'online' || one.stale || this.pressed.has(one.id)) return;
    if (!this.isTakenBack(one) && !this.invalid.has(one.id)) this.thanked.add(one.id);
    this.pressed.add(one.id);
  }

  takeBack(one: Signing): void {
    if (this.written.has(one.id) && one.email !== null) this.takenBack.push({ email: one.email, until: Math.max(this.began, one.signedAt) });
  }

  invalidate = (one: Signing): void => void (this.written.has(one.id) && this.invalid.add(one.id));
  restore = (one: Signing): void => void this.invalid.delete(one.id);
  attest = (count: number): void => void this.attested.push(count);
  revoke = (nth: number): void => void (this.attested[nth] = null);

  seal(counting: readonly string[]): void {
    this.seals.push(this.people().length);
    this.sealed.clear();
    for (const id of (this.atSeal = counting)) this.sealed.add(id);
  }

  /**
   * After each event: thresholds once passed stay passed; who fell once is no longer bound by a seal, nor who was found to be the same
   * person as somebody else who counted already or was handed over too, and gave way.
   */
  note(counting: readonly string[]): void {
    for (const threshold of LADDER) if (this.total >= threshold) this.passed.add(threshold);
    const standing = new Set(this.people().flat().map(({ id }) => id));
    for (const id of this.sealed) if (!standing.has(id)) this.sealed.delete(id);
    for (const records of this.people()) {
      const stays = records.some(({ id }) => counting.includes(id) && (this.counted.has(id) || this.atSeal.includes(id)));
      if (stays) for (const { id } of records) if (!counting.includes(id)) this.sealed.delete(id);
    }
    this.counted = new Set(counting);
  }

  /** Records that must go on counting because they were handed over. */
  handedOver = (): string[] => [...this.sealed];

  get attestedSum(): number {
    return this.attested.reduce<number>((sum, count) => sum + (count ?? 0), 0);
  }

  get total(): number {
    return this.people().length + this.attestedSum;
  }

  /** Everybody who stands, each with their records in the order of signing: of each the first counts. */
  people(): Signing[][] {
    const live = [...this.known()].filter((one) => !this.invalid.has(one.id) && !this.isTakenBack(one)).sort((a, b) => a.signedAt - b.signedAt || (a.id < b.id ? -1 : 1));
    const bearer = (name: string | null): string | null => live.find((one) => name !== null && one.name === name && one.email !== null)?.email ?? null;
    const person = (one: Signing): string => one.email ?? bearer(one.name) ?? one.name ?? one.id;
    return [...new Set(live.map(person))].map((who) => live.filter((one) => person(one) === who));
  }

  /** `GB online` → how many. */
  cells(): Record<string, number> {
    const cells: Record<string, number> = {};
    for (const [first] of this.people()) if (first) cells[`${first.country} ${first.channel}`] = (cells[`${first.country} ${first.channel}`] ?? 0) + 1;
    return cells;
  }

  private known = (): Signing[] => [...this.written.values()].filter((one) => one.channel !== 'online' || this.pressed.has(one.id));

  /** By one's own address; without one, by a name that somebody who took theirs back had borne by then. */
  private isTakenBack(one: Signing): boolean {
    return this.takenBack.some(({ email, until }) => one.signedAt <= until && (one.email === email
      || (one.email === null && one.name !== null && this.known().some((other) => other.email === email && other.signedAt <= until && other.name === one.name))));
  }
}
