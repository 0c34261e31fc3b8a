import { signable, type WholeCampaign } from '#libs/petitions';
import { attested, counted, type Row, entered, instant, joined, reckoned, SOURCE, sourceOf, type Table } from '../dataset.js';
import { type DataSources } from '../sources.js';

export const PETITIONS: Table = {
  name: 'petitions', key: ['petition'],
  columns: [
    entered('petition'), entered('number', 'integer'), entered('jurisdiction'), entered('jurisdiction_kind'), entered('title'), entered('language'), entered('languages'), reckoned('state'),
    entered('takes_signatures', 'boolean'), entered('shared_from'), entered('privacy'), entered('opened_at', 'datetime'), entered('closed_at', 'datetime'), { ...entered('target', 'integer'), unit: 'signatures' },
    counted('counted'), attested('attested'), attested('lower_bound', 'boolean'), { ...reckoned('total', 'integer'), unit: 'signatures' }, reckoned('url'),
  ],
};

/** A figure that nobody published is empty, never 0. */
export async function petitionRows(sources: DataSources, campaign: WholeCampaign): Promise<Row[]> {
  const found = await sources.doorPetitions(campaign);
  return Promise.all(found.map(async ({ item, petition }): Promise<Row> => {
    const tally = item.takesSignatures ? ((await sources.counts.of(petition.id))?.tally ?? null) : null;
    const none = tally === null || (item.record && tally.attested === null);
    const state = signable(petition, new Date()).state;
    return {
      petition: item.slug, number: item.id, jurisdiction: item.jurisdiction.id, jurisdiction_kind: item.jurisdiction.kind, title: item.title, language: item.defaultLanguage, languages: joined(item.languages),
      state: state === 'takes-none' ? item.status : state, takes_signatures: item.takesSignatures, shared_from: item.sharedFrom, privacy: item.privacy,
      opened_at: instant(petition.openedAt ?? petition.opensAt), closed_at: state === 'closed' ? instant(petition.closedAt ?? petition.closesAt) : null, target: item.target,
      counted: none || item.record ? null : tally.counted, attested: tally?.attested?.count ?? null, lower_bound: tally?.attested?.lowerBound ?? null, total: none ? null : tally.total,
      url: `${sources.config.publicUrl}/petitions/${item.slug}`,
    };
  }));
}

export const CALLS: Table = {
  name: 'calls', key: ['call', 'language'],
  columns: [entered('call'), entered('jurisdiction'), entered('position', 'integer'), entered('goal'), entered('also_goals'), entered('target_authority'), entered('instruments'), entered('language'), entered('text'), entered('echoes'), ...SOURCE],
};

/** One row a call and language. Calls of a petition that is still being written are not there. */
export async function callRows(sources: DataSources, campaign: WholeCampaign): Promise<Row[]> {
  const places = (await sources.campaigns.jurisdictions(campaign.id)).filter(({ petition, ownCalls }) => ownCalls > 0 && petition?.status !== 'draft');
  const rows: Row[] = [];
  for (const { id } of places) {
    for (const call of await sources.calls.of(campaign.id, id)) {
      for (const [language, text] of Object.entries(call.texts)) {
        rows.push({
          call: call.key, jurisdiction: call.jurisdiction, position: call.position, goal: call.goal, also_goals: joined(call.alsoGoals), target_authority: call.target, instruments: joined(call.instruments),
          language, text, echoes: call.echoes?.key ?? null, ...sourceOf(call.source),
        });
      }
    }
  }
  return rows;
}

export const TEXTS: Table = {
  name: 'texts', key: ['petition', 'language', 'version'],
  columns: [entered('petition'), entered('language'), entered('version', 'integer'), entered('title'), entered('demand'), entered('written_at', 'datetime')],
};

/** Every wording that people could sign: what was written before a petition opened and then replaced was never public. */
export function textRows(sources: DataSources, campaign: WholeCampaign): Promise<Row[]> {
  return sources.db.rows<{ petition: string; language: string; version: number; title: string; demand: string; at: Date }>(
    `select x.petition, x.language, x.version, x.title, x.demand, x.at from (
       select p.slug as petition, p.opened_at, p.status, t.language, t.version, t.title, t.demand, t.created_at as at,
         lead(t.created_at) over (partition by t.petition_id, t.language order by t.version) as until
       from petition_texts t join petitions p on p.id = t.petition_id where p.campaign_id = $1 and p.status <> 'draft') x
     where x.until is null or (x.opened_at is not null and x.until > x.opened_at) order by 1, 2, 3`, [campaign.id],
  ).then((rows) => rows.map(({ at, ...row }) => ({ ...row, written_at: instant(at) })));
}
