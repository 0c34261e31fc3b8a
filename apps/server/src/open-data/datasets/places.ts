import { type WholeCampaign } from '#libs/petitions';
import { entered, reckoned, said, type Table, withOthers, type WordyRow } from '../dataset.js';
import { type DataSources } from '../sources.js';

export const PLACES: Table = {
  name: 'places', key: ['jurisdiction'],
  columns: [entered('jurisdiction'), entered('jurisdiction_kind'), said('place_name'), entered('petition_state'), entered('petition'), entered('shared_from'), reckoned('own_calls', 'integer'), entered('note')],
};

/** Countries, regions and the world. Of a place that is read of in a round alone, nothing but its name: its petition is still being written. */
export async function placeRows(sources: DataSources, campaign: WholeCampaign): Promise<WordyRow[]> {
  return (await sources.places(campaign)).map((one) => {
    const named = { jurisdiction: one.id, jurisdiction_kind: one.kind, place_name: withOthers(one.name, campaign.defaultLanguage, one.names) };
    if (one.petition?.status === 'draft') return { ...named, petition_state: null, petition: null, shared_from: null, own_calls: null, note: null };
    return { ...named, petition_state: one.state, petition: one.petition?.slug ?? null, shared_from: one.petition?.sharedFrom ?? null, own_calls: one.ownCalls, note: one.stateNote };
  });
}

export const GROUPS: Table = { name: 'groups', key: ['group'], columns: [entered('group'), said('title'), entered('note')] };

/** Those that somebody who can be read of belongs to; regions are places. */
export async function groupRows(sources: DataSources, campaign: WholeCampaign): Promise<WordyRow[]> {
  return (await sources.allCards(campaign)).groups.map(({ id, label, note }) => ({ group: id, title: label, note }));
}

export const MEMBERS: Table = { name: 'members', key: ['group', 'jurisdiction'], columns: [entered('group'), entered('group_kind'), entered('jurisdiction')] };

/** Who belongs to which region and group, as far as they are places that can be read of. Regions overlap, and so do groups. */
export async function memberRows(sources: DataSources, campaign: WholeCampaign): Promise<WordyRow[]> {
  const places = await sources.places(campaign);
  const shown = new Set(places.map(({ id }) => id));
  const rows = (kind: string, group: string, members: readonly string[]): WordyRow[] => members.filter((id) => shown.has(id)).map((jurisdiction) => ({ group, group_kind: kind, jurisdiction }));
  return [
    ...places.filter(({ kind }) => kind !== 'country').flatMap(({ id, kind, members }) => rows(kind, id, members)),
    ...(await sources.allCards(campaign)).groups.flatMap(({ id, members }) => rows('group', id, members)),
  ];
}
