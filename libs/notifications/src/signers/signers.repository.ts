import { type Database } from '#libs/database';
import { type ByLanguage } from '../people.js';

/** What of campaign and petition stands in a signer's mail. */
export interface SignerSetting {
  kind: 'record' | 'live';
  demonstration: boolean;
  campaignTitle: ByLanguage;
  campaignLanguage: string;
  contact: string | null;
  minimumAge: number;
  /** Of a `high` one nothing is mailed that was not asked for. */
  privacy: 'standard' | 'high';
  /** Where a law demands names: which fields go to whom, and why. */
  names: { law: ByLanguage; office: ByLanguage; fields: readonly string[]; language: string } | null;
  /** Names by key. */
  partners: Readonly<Record<string, string>>;
}

export async function signerSetting(db: Database, petitionId: number): Promise<SignerSetting | null> {
  const [row] = await db.rows<SignerSetting>(
    `select c.kind, c.demonstration, c.title as "campaignTitle", c.default_language as "campaignLanguage", c.contact, p.minimum_age as "minimumAge", p.privacy,
            (select jsonb_build_object('law', n.law, 'office', n.office, 'fields', n.fields, 'language', p.default_language) from petition_names n where n.petition_id = p.id) as names,
            coalesce((select jsonb_object_agg(key, name) from partners where campaign_id = c.id), '{}') as partners
       from petitions p join campaigns c on c.id = p.campaign_id where p.id = $1`,
    [petitionId],
  );
  return row ?? null;
}
