import { txRows, type Tx } from '#libs/database';
import type { PetitionStatus } from './petition-rules.js';
import { petitionUnknown } from './petitions.errors.js';
import type { PetitionIds } from './petitions.types.js';

/** A petition whose row is locked until the transaction ends. */
export interface HeldPetition extends PetitionIds {
  kind: 'record' | 'live';
  demonstration: boolean;
  reviewRequired: boolean;
  status: PetitionStatus;
  /** Of its words: no draft any more once people read them under a petition that borrows them. */
  wordsStatus: PetitionStatus;
  privacy: 'standard' | 'high';
  defaultLanguage: string;
  opensAt: Date | null;
  closesAt: Date | null;
  sharedFrom: number | null;
}

/** @throws DomainError `petitions.unknown` */
export async function holdPetition(tx: Tx, slug: string): Promise<HeldPetition> {
  const [held] = await txRows<Omit<HeldPetition, 'wordsStatus'>>(
    tx,
    `select p.id, p.slug, p.campaign_id as "campaignId", c.slug as campaign, p.jurisdiction_id as "jurisdictionId", p.version, c.kind, c.demonstration,
            c.review_before_opening = 'required' as "reviewRequired", p.status, p.privacy, p.default_language as "defaultLanguage",
            p.opens_at as "opensAt", p.closes_at as "closesAt", p.shared_from as "sharedFrom"
       from petitions p join campaigns c on c.id = p.campaign_id where p.slug = $1 for update of p`,
    [slug],
  );
  if (!held) throw petitionUnknown();
  return { ...held, wordsStatus: held.status === 'draft' && (await isReadElsewhere(tx, held.id)) ? 'open' : held.status };
}

/** Whether a petition that borrows this one's words was opened. Asked when the row is locked: `open` holds the lender's while it opens a borrower. */
export async function isReadElsewhere(tx: Tx, id: number): Promise<boolean> {
  const [row] = await txRows<{ read: boolean }>(tx, `select exists (select 1 from petitions where shared_from = $1 and status <> 'draft') as read`, [id]);
  return row?.read ?? false;
}
