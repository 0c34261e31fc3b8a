import { type SyncRow } from '#libs/database';
import type { CampaignEntry, CampaignFile, FileDate, Words } from './format.js';
import { petitionRows, type PetitionRow } from './petition-rows.js';
import { petitionState, plainWords } from './plain-words.js';
import { resolveDate } from './resolve-date.js';

/** The rows of this lib's tables that a campaign file stands for, without the campaign's number. */
export interface CampaignRows {
  campaign: SyncRow;
  jurisdictions: SyncRow[];
  members: SyncRow[];
  partners: SyncRow[];
  goals: SyncRow[];
  indicators: SyncRow[];
  instruments: SyncRow[];
  statedFigures: SyncRow[];
  petitions: PetitionRow[];
}

/** @param firstStart day (`YYYY-MM-DD`) from which relative dates count */
export function campaignRows(file: CampaignFile, firstStart: string): CampaignRows {
  const { campaign } = file;
  const plain = (words: Words | null | undefined): string | null => plainWords(words, campaign.language);
  return {
    campaign: campaignRow(file, firstStart),
    jurisdictions: file.jurisdictions.map((one, position) => ({
      id: one.id, kind: one.kind === 'global' ? 'world' : one.kind, iso2: one.iso2 ?? null, name: plain(one.name), names: one.name, name_in_source: one.nameInSource ?? null,
      petition_state: petitionState(one.petition.status), state_note: one.petition.statusNote ?? null, addressee: plain(one.petition.addressee),
      members_basis: one.membersBasis ?? null, groups: one.groups ?? [], notes: one.notes ?? [], position, source: one.source ?? null,
    })),
    members: memberRows(file),
    partners: campaign.partners.map((one, position) => ({
      key: one.id, name: one.name, role: plain(one.role), words: { role: one.role }, sends_updates: one.updates ?? false, position,
    })),
    goals: campaign.goals.map((one) => ({ key: one.id, number: one.number, title: one.title, description: one.description, source: one.source ?? null })),
    indicators: (campaign.indicators ?? []).map((one) => ({
      key: one.id, goal_key: one.goal, number: one.number, title: one.title, description: one.description, source: one.source ?? null,
    })),
    instruments: campaign.instruments.map((one) => ({
      key: one.id, name: plain(one.name), words: { name: one.name }, type: one.type, jurisdiction_id: one.jurisdiction, note: one.note ?? null,
    })),
    statedFigures: statedRows(file),
    petitions: petitionRows(file, firstStart),
  };
}

function campaignRow(file: CampaignFile, firstStart: string): SyncRow {
  const { campaign } = file;
  return {
    slug: campaign.slug, title: campaign.title, kind: campaign.kind, demonstration: campaign.demonstration, noindex: campaign.noindex,
    as_of: campaign.recordAsOf, default_language: campaign.language, controller: campaign.controller?.name ?? null, contact: campaign.controller?.email ?? null,
    retention: campaign.retention, details: { ...detailsOf(campaign, firstStart), documents: file.documents, firstStart },
  };
}

function detailsOf(campaign: CampaignEntry, firstStart: string): SyncRow {
  const {
    summary, languages, recordAsOfNote, recordAsOfSource, echoesCampaign, controller, years, report, partnersSource, groups, ratings, ngoStar, globalCalls,
    plannedPresentations, whatYouCanDo, helpContacts, goals,
  } = campaign;
  const day = (date: FileDate | null): string | null => (date === null ? null : resolveDate(date, firstStart));
  return {
    summary, languages, recordAsOfNote, recordAsOfSource, echoesCampaign, controller, years, report, partnersSource, groups, ratings, ngoStar, globalCalls,
    plannedPresentations: plannedPresentations?.map((one) => ({ ...one, date: day(one.date), announced: day(one.announced) })),
    whatYouCanDo, helpContacts: helpContacts ?? [],
    goalHeadings: Object.fromEntries(goals.flatMap((one) => (one.cardHeading ? [[one.id, one.cardHeading]] : []))),
  };
}

/** `*` is every country of the campaign with a petition. */
function memberRows(file: CampaignFile): SyncRow[] {
  const countries = file.jurisdictions.filter((one) => one.kind === 'country' && petitionState(one.petition.status) === 'petition').map((one) => one.id);
  return file.jurisdictions.flatMap((one) => {
    const members = (one.members ?? []).flatMap((member) => (member === '*' ? countries : [member]));
    return [...new Set(members)].map((member) => ({ region_id: one.id, member_id: member }));
  });
}

/** Published figures, and what was reported for whole regions: claims that stand beside the counts and are added to nothing. */
function statedRows(file: CampaignFile): SyncRow[] {
  const { campaign } = file;
  const published = (campaign.figures ?? []).map((one) => ({
    key: one.id, jurisdiction_id: null as string | null, label: plainWords(one.label, campaign.language), value: one.value, qualifier: one.qualifier, unit: one.unit,
    details: { label: one.label, ...(one.countries ? { countries: one.countries } : {}) }, source: one.source ?? null,
  }));
  const regional = file.jurisdictions.flatMap((one) => (one.kind === 'country' || one.collected?.signatures == null ? [] : [{
    key: `collected-${one.id}`, jurisdiction_id: one.id, label: plainWords(one.name, campaign.language), value: one.collected.signatures,
    qualifier: one.collected.qualifier ?? 'exact', unit: 'signatures', details: { label: one.name, ...(one.collected.note ? { note: one.collected.note } : {}) },
    source: one.collected.source ?? one.source ?? null,
  }]));
  return [...published, ...regional];
}
