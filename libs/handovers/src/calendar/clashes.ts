import { Injectable } from '@nestjs/common';
import { Database } from '#libs/database';
import { type ReadableScope, visible } from '../handovers.queries.js';
import { type Office } from '../offices/offices.types.js';
import { officeName, holderOn } from '../offices/office-rules.js';
import { Offices } from '../offices/offices.service.js';
import { clashes, type ClashWarning, delegateKey, type PlannedHandover } from './clash-rules.js';

interface Row { id: string; jurisdiction: string; from: string | null; to: string | null; edtf: string | null; place: string | null; delegates: { name: string; email: string | null }[] }

const PLANNED = `
  select h.id, h.jurisdiction_id as jurisdiction, h.date_from::text as "from", h.date_to::text as "to", h.date_edtf as edtf, h.place,
    coalesce((select jsonb_agg(jsonb_build_object('name', d.name, 'email', d.email) order by d.created_at, d.id)
      from delegates d where d.handover_id = h.id and d.removed_at is null and d.state <> 'declined'), '[]') as delegates
  from handovers h`;

/** Finds what may clash with planned handovers. */
@Injectable()
export class Clashes {
  constructor(private readonly db: Database, private readonly offices: Offices) {}

  /**
   * By id; handovers without a warning are left out. Only what lies `within` the asker's reach is looked at, so that no
   * warning tells of a country whose inside one may not see.
   */
  async of(ids: readonly string[], within: readonly ReadableScope[] | undefined, language = 'en'): Promise<Map<string, ClashWarning[]>> {
    const rows = await this.db.rows<Row>(`${PLANNED} where h.id = any($1::uuid[]) and h.status in ('planned', 'listed')`, [ids]);
    const found = new Map<string, ClashWarning[]>();
    if (rows.length === 0) return found;
    const others = await this.near(rows, within);
    const offices = await this.officesOf(rows.map(({ id }) => id));
    const blackouts = await this.blackoutsOf(rows.map(({ id }) => id));
    for (const row of rows) {
      const warnings = clashes(planned(row), {
        others: others.filter(({ id }) => id !== row.id),
        terms: (offices.get(row.id) ?? []).flatMap((office) => {
          // Whoever comes after is known sometimes: then the term that ends is no loss.
          const last = office.terms.at(-1);
          return !last || row.from === null || holderOn(office.terms, row.from) ? [] : [{ office: officeName(office, language).text, person: last.person, to: last.to }];
        }),
        blackouts: blackouts.get(row.id) ?? [],
      });
      if (warnings.length > 0) found.set(row.id, warnings);
    }
    return found;
  }

  /** Handovers within a week of one of these. */
  private async near(rows: readonly Row[], within: readonly ReadableScope[] | undefined): Promise<PlannedHandover[]> {
    const days = rows.flatMap(({ from, to }) => (from === null || to === null ? [] : [from, to])).sort();
    if (days.length === 0) return [];
    const found = await this.db.rows<Row>(
      `${PLANNED} join campaigns c on c.id = h.campaign_id where ${visible(1, 2)} and c.kind = 'live' and h.status in ('planned', 'listed')
         and h.date_from >= $3::date - 7 and h.date_from <= $4::date + 7 order by h.date_from, h.id limit 1000`,
      ['organiser', within ? JSON.stringify(within) : null, days[0], days.at(-1)]);
    return found.map(planned);
  }

  private async officesOf(ids: readonly string[]): Promise<Map<string, Office[]>> {
    const links = await this.db.rows<{ handoverId: string; officeId: string }>(`select handover_id as "handoverId", office_id as "officeId" from handover_recipients where handover_id = any($1::uuid[]) and office_id is not null`, [ids]);
    const offices = new Map((await this.offices.byIds(links.map(({ officeId }) => officeId))).map((office) => [office.id, office]));
    return grouped(links.flatMap(({ handoverId, officeId }) => { const office = offices.get(officeId); return office ? [[handoverId, office] as const] : []; }));
  }

  private async blackoutsOf(ids: readonly string[]): Promise<Map<string, { from: string; to: string; reason: string }[]>> {
    const rows = await this.db.rows<{ id: string; from: string; to: string; reason: string }>(
      `select h.id, b.starts_on::text as "from", b.ends_on::text as "to", b.reason from handovers h
       join election_blackouts b on b.campaign_id = h.campaign_id and b.jurisdiction_id = h.jurisdiction_id and b.ends_on >= h.date_from and b.starts_on <= h.date_to
       where h.id = any($1::uuid[]) order by b.starts_on`, [ids]);
    return grouped(rows.map(({ id, ...blackout }) => [id, blackout] as const));
  }
}

function planned({ id, jurisdiction, from, to, edtf, place, delegates }: Row): PlannedHandover {
  return { id, jurisdiction, from, to, exact: edtf !== null && edtf === from, place, delegates: delegates.map((one) => ({ key: delegateKey(one), name: one.name })) };
}

function grouped<Item>(pairs: readonly (readonly [string, Item])[]): Map<string, Item[]> {
  const found = new Map<string, Item[]>();
  for (const [key, item] of pairs) found.set(key, [...(found.get(key) ?? []), item]);
  return found;
}
