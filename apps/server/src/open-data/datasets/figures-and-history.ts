import { type WholeCampaign } from '#libs/petitions';
import { attested, type Row, entered, instant, reckoned, said, SOURCE, sourceOf, type Table, withOthers, type WordyRow } from '../dataset.js';
import { type DataSources } from '../sources.js';

export const STATED: Table = {
  name: 'stated-figures', key: ['figure'],
  columns: [entered('figure'), entered('jurisdiction'), said('label'), attested('value', 'number'), attested('qualifier', 'string'), attested('measured_in', 'string'), ...SOURCE],
};

/** As printed or claimed by somebody: never added to counts. */
export async function statedRows(_sources: DataSources, campaign: WholeCampaign): Promise<WordyRow[]> {
  return campaign.statedFigures.map((one) => ({
    figure: one.key, jurisdiction: one.jurisdiction, label: withOthers(one.label, campaign.defaultLanguage, one.labels), value: Number(one.value), qualifier: one.qualifier, measured_in: one.unit, ...sourceOf(one.source),
  }));
}

export const HISTORY: Table = {
  name: 'history', key: [],
  columns: [reckoned('fact'), reckoned('fact_id'), reckoned('field'), entered('former_value'), reckoned('changed_at', 'datetime')],
};

/** Fields whose former values the public could read at the time. What isn't named here is never told: who changed it above all. */
const PETITION_FIELDS = ['status', 'opens_at', 'closes_at', 'closed_at', 'closed_reason', 'target', 'addressee', 'minimum_age', 'confirmation', 'eligibility'] as const;
const FIGURE_FIELDS = ['label', 'value', 'qualifier', 'unit'] as const;

/**
 * Former values of facts that were public when they changed: of petitions since they opened, of stated figures, and of handovers as
 * their own list of changes tells it. Wordings are in `texts`, statuses of promises in `commitment-history`.
 */
export async function historyRows(sources: DataSources, campaign: WholeCampaign): Promise<Row[]> {
  const changed = await sources.db.rows<{ entity: string; key: string; field: string; before: string | null; at: Date }>(
    `select h.entity, h.entity_key as key, f.field, h.before ->> f.field as before, h.at
       from history h
       join petitions p on h.entity = 'petitions' and p.slug = h.entity_key and p.campaign_id = $1 and p.status <> 'draft'
       cross join unnest($2::text[]) as f(field)
      where h.before ->> 'status' <> 'draft' and (h.before -> f.field) is distinct from (h.after -> f.field) and h.after is not null
     union all
     select h.entity, h.entity_key, f.field, h.before ->> f.field, h.at
       from history h cross join unnest($3::text[]) as f(field)
      where h.entity = 'stated_figures' and h.before ->> 'campaign_id' = $1::text and (h.before -> f.field) is distinct from (h.after -> f.field)
      order by 5, 1, 2, 3 limit 20000`,
    [campaign.id, [...PETITION_FIELDS], [...FIGURE_FIELDS]],
  );
  const told = changed.map(({ entity, key, field, before, at }): Row => ({ fact: entity === 'petitions' ? 'petition' : 'stated-figure', fact_id: key, field, former_value: before, changed_at: instant(at) }));
  const moved = (await sources.handovers(campaign)).flatMap((one) => one.changes.flatMap(({ at, before }): Row[] => [
    ['date', before.dateEdtf], ['start_time', before.startTime], ['place', before.place], ['status', before.status],
  ].map(([field, former]) => ({ fact: 'handover', fact_id: one.id, field: field ?? '', former_value: former ?? null, changed_at: instant(at) }))));
  return [...told, ...moved];
}
