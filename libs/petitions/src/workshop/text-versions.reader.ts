import { Injectable } from '@nestjs/common';
import { Database } from '#libs/database';
import { fieldOf, fieldsOf, translationState, type FieldState, type TextField, type TextParts } from './text-rules.js';
import { everyText, type KeptText } from './texts.repository.js';
import { wordDiff, type DiffPiece } from './word-diff.js';

/** One language of a petition: what stands, and what it misses of its source. */
export interface LanguageStanding {
  language: string;
  /** The petition's own language, from which the others are made. */
  source: boolean;
  current: KeptText;
  fields: FieldState[];
  missing: number;
  outOfDate: number;
}

/** What became of one field between two versions. */
export interface FieldDiff { field: TextField; pieces: DiffPiece[] }

const SIGNERS_MS = 60_000;

/** Texts with all their versions, as those who write them need them. */
@Injectable()
export class TextVersions {
  private readonly signers = new Map<number, { at: number; counts: Promise<Map<number, number>> }>();

  constructor(private readonly db: Database) {}

  /** The newest first, by language. @param petitionId of a petition that shares another's texts: the lender's */
  every(petitionId: number, language: string | null = null): Promise<KeptText[]> {
    return everyText(this.db, petitionId, language);
  }

  /** Counted signatures by the edition that the signer saw, at most a minute old: a look through all of a petition's signatures. */
  signersByEdition(petitionId: number, now = Date.now()): Promise<Map<number, number>> {
    const known = this.signers.get(petitionId);
    if (known && known.at > now - SIGNERS_MS) return known.counts;
    const counts = this.db.rows<{ edition: number; n: number }>(
      `select t.edition, count(*)::int as n from signatures s join petitions p on p.id = s.petition_id
         join petition_texts t on t.petition_id = coalesce(p.shared_from, p.id) and t.language = s.language and t.version = s.text_version
        where s.petition_id = $1 and s.status = 'counted' group by 1`, [petitionId]).then((rows) => new Map(rows.map(({ edition, n }) => [edition, n])));
    counts.catch(() => this.signers.delete(petitionId));
    this.signers.set(petitionId, { at: now, counts });
    return counts;
  }

  /** Which language misses what; the petition's own first. */
  async standing(petitionId: number, ownLanguage: string): Promise<LanguageStanding[]> {
    return standingOf(await this.every(petitionId), ownLanguage);
  }
}

export function standingOf(versions: readonly KeptText[], ownLanguage: string): LanguageStanding[] {
  const languages = [...new Set(versions.map(({ language }) => language))];
  const source = versions.filter(({ language }) => language === ownLanguage);
  const [now] = source;
  return languages.flatMap((language): LanguageStanding[] => {
    const [current] = versions.filter((one) => one.language === language);
    if (!current) return [];
    const fields = !now || language === ownLanguage ? [] : translationState(now, source, current);
    const count = (state: FieldState['state']): number => fields.filter((one) => one.state === state).length;
    return [{ language, source: language === ownLanguage, current, fields, missing: count('missing'), outOfDate: count('out-of-date') }];
  }).sort((a, b) => Number(b.source) - Number(a.source));
}

/** Every field of the two, word by word; unchanged ones too. */
export function compareTexts(before: TextParts, after: TextParts, language: string): FieldDiff[] {
  const names = [...new Set([...fieldsOf(before), ...fieldsOf(after)].map(([field]) => field))];
  return names.map((field) => ({ field, pieces: wordDiff(fieldOf(before, field), fieldOf(after, field), language) }));
}
