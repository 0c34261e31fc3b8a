import countries from 'i18n-iso-countries';
import { txRows, type Tx } from '#libs/database';
import type { FieldFault } from '#libs/config';
import { petitionInvalid } from './petitions.errors.js';
import type { NewPetition } from './petitions.types.js';

/** Makes the jurisdiction of a new petition if the campaign has none such; one that only had calls from research now has a petition. */
export async function addJurisdiction(tx: Tx, campaignId: number, input: NewPetition): Promise<void> {
  const id = input.jurisdiction;
  const country = /^[A-Z]{2}$/.test(id);
  const [known] = await txRows(tx, `select 1 from jurisdictions where campaign_id = $1 and id = $2`, [campaignId, id]);
  const name = input.jurisdictionName?.trim() || (country ? countries.getName(id, 'en') : undefined);
  const faults: FieldFault[] = [
    ...(country && !countries.isValid(id) && id !== 'XK' ? [{ field: 'jurisdiction', code: 'unknown' }] : []),
    ...(country || !input.sharedFrom ? [] : [{ field: 'sharedFrom', code: 'not_allowed' }]),
    ...(known || name ? [] : [{ field: 'jurisdictionName', code: 'required' }]),
  ];
  if (faults.length > 0) throw petitionInvalid(faults);
  await tx.query(
    `insert into jurisdictions (campaign_id, id, kind, iso2, name, names, petition_state, position)
     select $1, $2, $3, $4, $5, $6, 'petition', coalesce(max(position) + 1, 0) from jurisdictions where campaign_id = $1
     on conflict (campaign_id, id) do update set petition_state = 'petition' where jurisdictions.petition_state <> 'petition'`,
    [campaignId, id, country ? 'country' : id.startsWith('global-') ? 'world' : 'region', country ? id : null, name ?? id, JSON.stringify(input.names ?? {})],
  );
  await addMembers(tx, campaignId, input);
}

/** A region's members must be there; a country that shares a region's petition is a member of it. */
async function addMembers(tx: Tx, campaignId: number, { jurisdiction, members = [], sharedFrom }: NewPetition): Promise<void> {
  const known = new Set((await txRows<{ id: string }>(tx, `select id from jurisdictions where campaign_id = $1 and id = any($2)`, [campaignId, members])).map((row) => row.id));
  const faults = members.flatMap((id, n) => (known.has(id) ? [] : [{ field: `members.${n}`, code: 'unknown' }]));
  if (faults.length > 0) throw petitionInvalid(faults);
  const pairs = [...members.map((member) => [jurisdiction, member]), ...(sharedFrom ? [[sharedFrom, jurisdiction]] : [])];
  await tx.query(
    `insert into jurisdiction_members (campaign_id, region_id, member_id) select $1, * from unnest($2::text[], $3::text[]) on conflict do nothing`,
    [campaignId, pairs.map(([region]) => region), pairs.map(([, member]) => member)],
  );
}
