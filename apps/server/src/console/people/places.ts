import { Injectable } from '@nestjs/common';
import { type Actor, can, mayGive, ORGANISER_GIVES, type Role, ROLES } from '#libs/access';
import { Database } from '#libs/database';
import { type Translator } from '../../i18n/index.js';

export interface PlaceOption {
  /** "", "slug" or "slug/GB". */
  value: string;
  label: string;
}

interface Row { campaignId: number; slug: string; title: Record<string, string>; language: string; jurisdictionId: string | null; name: string | null }

/** What somebody may choose from who gives a role; at most 2,000 places. */
export interface GivingChoices {
  places: PlaceOption[];
  roles: Role[];
  /** Titles of campaigns by slug, as the reader reads them. */
  titles: ReadonlyMap<string, string>;
}

/** Where somebody gives roles, and which: for the choices of a form. What was chosen is judged by the service. */
@Injectable()
export class GivingPlaces {
  constructor(private readonly db: Database) {}

  async of(actor: Actor, t: Translator): Promise<GivingChoices> {
    const rows = await this.db.rows<Row>(
      `select c.id as "campaignId", c.slug, c.title, c.default_language as language, j.id as "jurisdictionId", j.name
         from campaigns c left join lateral (select null::text as id, null::text as name union all select id, name from jurisdictions where campaign_id = c.id) j on true
        where c.kind = 'live' order by c.id, j.name nulls first limit 2000`);
    const titles = new Map(rows.map(({ slug, title, language }) => [slug, title[t.locale] ?? title[language] ?? slug]));
    const places = rows.filter(({ campaignId, jurisdictionId }) => mayGive(actor, { role: 'reader', campaignId, jurisdictionId }))
      .map(({ slug, jurisdictionId, name }): PlaceOption => {
        const campaign = titles.get(slug) ?? slug;
        return { value: jurisdictionId ? `${slug}/${jurisdictionId}` : slug, label: jurisdictionId ? `${campaign} · ${name}` : t('account.people.whole', { campaign }) };
      });
    const installation = can(actor, 'administer', {});
    const owns = installation || rows.some(({ campaignId }) => can(actor, 'administer', { campaignId }));
    return {
      titles,
      places: installation ? [{ value: '', label: t('account.people.everything') }, ...places] : places,
      roles: owns ? [...ROLES] : [...ORGANISER_GIVES],
    };
  }
}

/** A role's form, in the words of the API. */
export function roleFrom({ role, place, store }: { role: string; place: string; store: string }): { role: Role; campaign?: string; country?: string; store?: string } {
  const [campaign, country] = place.split('/');
  return { role: ROLES.find((one) => one === role) ?? 'reader', ...(campaign ? { campaign } : {}), ...(country ? { country } : {}), ...(store ? { store } : {}) };
}
