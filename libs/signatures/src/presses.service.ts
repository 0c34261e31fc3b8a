import { Injectable } from '@nestjs/common';
import { parseToken } from '#libs/vault';
import { Database } from '#libs/database';
import { LiveCounts } from '#libs/tallies';
import { type Press, type PressResult, SignatureLedger } from './ledger.service.js';
import { MicroBatch } from './micro-batch.js';
import { tokenExpired, tokenUnknown, unavailable } from './signatures.errors.js';

/** The petition a pressed button belongs to. */
export interface PressedPetition { id: number; slug: string; campaign: string }

/** More petitions than any installation knows; ids of tokens that name none are not kept. */
const MOST_KEPT = 10_000;

const BATCHES = { max: 200, waitMs: 4, atOnce: 2, maxWaiting: 5_000, refuse: unavailable };

/** The buttons behind the links in mails. Answered after the commit; many presses of one moment are one transaction. */
@Injectable()
export class Presses {
  private readonly confirming = new MicroBatch<Press, PressResult>((presses) => this.ledger.confirm(presses), BATCHES);
  private readonly withdrawing = new MicroBatch<Press, PressResult>((presses) => this.ledger.withdraw(presses), BATCHES);

  /** By id. Neither a petition nor the slugs in its address ever change or go away. */
  private readonly petitions = new Map<number, PressedPetition>();

  constructor(private readonly db: Database, private readonly ledger: SignatureLedger, private readonly live: LiveCounts) {}

  /** @throws DomainError `signatures.token-unknown` (404), `signatures.token-expired` (410) */
  confirm(token: string): Promise<PressedPetition> {
    return this.press(token, this.confirming);
  }

  /** Idempotent. @throws DomainError `signatures.token-unknown` (404) */
  withdraw(token: string): Promise<PressedPetition> {
    return this.press(token, this.withdrawing);
  }

  /** The petition a token names, whether or not it was ever given out: enough to show the page with the button. */
  async petitionOf(token: string): Promise<PressedPetition | null> {
    const parsed = parseToken(token);
    if (!parsed) return null;
    const known = this.petitions.get(parsed.petitionId);
    if (known) return known;
    // A token has room for more petitions than the database.
    const [petition] = await this.db.rows<PressedPetition>(
      `select p.id, p.slug, c.slug as campaign from petitions p join campaigns c on c.id = p.campaign_id where p.id = $1::bigint`, [parsed.petitionId]);
    if (!petition) return null;
    if (this.petitions.size >= MOST_KEPT) this.petitions.clear();
    this.petitions.set(petition.id, petition);
    return petition;
  }

  private async press(token: string, batch: MicroBatch<Press, PressResult>): Promise<PressedPetition> {
    const parsed = parseToken(token);
    const petition = await this.petitionOf(token);
    if (!parsed || !petition) throw tokenUnknown();
    const result = await batch.add(parsed);
    switch (result) {
      case 'done':
        this.live.changed([petition.id]);
        return petition;
      case 'expired': throw tokenExpired();
      case 'unknown': throw tokenUnknown();
    }
  }
}
