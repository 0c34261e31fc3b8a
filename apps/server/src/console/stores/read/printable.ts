import { Injectable } from '@nestjs/common';
import { Database } from '#libs/database';
import type { Store } from '#libs/stores';

/** A petition of whose text sheets can be printed. */
export interface PrintablePetition {
  id: number;
  title: string;
  /** Of the title. */
  language: string;
  /** In which it has a text with a notice. */
  languages: string[];
}

interface Row {
  id: number;
  language: string;
  languages: string[];
  titles: Record<string, string>;
}

@Injectable()
export class PrintableReader {
  constructor(private readonly db: Database) {}

  /** Open petitions of the store's country. `locale`: in which a title is best told. */
  async of(store: Pick<Store, 'campaignId' | 'jurisdictionId'>, locale: string): Promise<PrintablePetition[]> {
    return (await this.rows(`p.status = 'open' and p.takes_signatures and p.campaign_id = $1 and p.jurisdiction_id = $2 and not exists (select 1 from petition_names n where n.petition_id = p.id)`, [store.campaignId, store.jurisdictionId])).map((row) => told(row, locale));
  }

  async one(petitionId: number, locale: string): Promise<PrintablePetition | null> {
    const [row] = await this.rows(`p.id = $1`, [petitionId]);
    return row ? told(row, locale) : null;
  }

  private rows(where: string, parameters: unknown[]): Promise<Row[]> {
    return this.db.rows<Row>(
      `select p.id, p.default_language as language, array_agg(distinct t.language) filter (where t.notice is not null) as languages, jsonb_object_agg(t.language, t.title order by t.version) as titles
       from petitions p join petition_texts t on t.petition_id = coalesce(p.shared_from, p.id) where ${where} group by p.id order by p.id`, parameters);
  }
}

function told({ id, language, languages, titles }: Row, locale: string): PrintablePetition {
  const best = [locale, language, ...Object.keys(titles)].find((tag) => titles[tag] !== undefined) ?? language;
  return { id, title: titles[best] ?? '', language: best, languages: [...(languages ?? [])].sort() };
}
