import { DateTime } from 'luxon';
import { DATE_NOT_IN_SOURCE, petitionSlug, type PetitionStatus } from '../petition-rules.js';
import { edtfBounds } from './edtf-bounds.js';
import type { CampaignFile, FileDate, JurisdictionEntry } from './format.js';
import { petitionState, plainWords } from './plain-words.js';
import { resolveDate } from './resolve-date.js';

export interface PetitionRow {
  row: Record<string, unknown> & { slug: string };
  /** Slug of the regional petition it borrows from. */
  sharedFrom: string | null;
  texts: TextRow[];
}

export interface TextRow {
  slug: string;
  language: string;
  title: string;
  demand: string;
  notice: string | null;
}

export function petitionRows(file: CampaignFile, firstStart: string): PetitionRow[] {
  return file.jurisdictions.filter((one) => petitionState(one.petition.status) === 'petition').map((one) => {
    const slug = petitionSlug(file.campaign.slug, one.id);
    const lender = one.petition.sharedFrom;
    return { row: petitionRow(file, one, slug, firstStart), sharedFrom: lender && petitionSlug(file.campaign.slug, lender), texts: textRows(file, one, slug) };
  });
}

function petitionRow(file: CampaignFile, one: JurisdictionEntry, slug: string, firstStart: string): PetitionRow['row'] {
  const { campaign } = file;
  const { petition } = one;
  const zone = one.timeZone ?? 'UTC';
  const opensAt = firstInstant(petition.opens, firstStart, zone);
  return {
    jurisdiction_id: one.id, slug, takes_signatures: one.kind === 'country', status: statusOf(petition.status),
    confirmation: petition.policies?.confirmation ?? 'required', eligibility: petition.policies?.eligibility ?? 'anyone',
    privacy: petition.policies?.privacy ?? 'standard', minimum_age: petition.policies?.minimumAge ?? 16,
    target: petition.target ?? null, default_language: ownLanguage(file, one), time_zone: zone,
    addressee: plainWords(petition.addressee, campaign.language), words: petition.addressee ? { addressee: petition.addressee } : {}, help_contacts: petition.helpContacts ?? [],
    opens_at: opensAt, closes_at: lastInstant(petition.closes, firstStart, zone),
    opened_at: statusOf(petition.status) === 'open' ? (opensAt ?? firstInstant(firstStart, firstStart, zone)) : null,
    closed_at: lastInstant(petition.closed?.date, firstStart, zone),
    closed_reason: petition.closed && !petition.closed.known ? DATE_NOT_IN_SOURCE : null,
    source: petition.source ?? null, created_by: 'import',
  };
}

function statusOf(status: JurisdictionEntry['petition']['status']): PetitionStatus {
  switch (status) {
    case 'draft': case 'open': return status;
    case 'collected': case 'closed': case 'research-only': case 'no-petition': return 'closed';
  }
}

/** The first language it is offered in; of a shared petition, the lender's. */
function ownLanguage(file: CampaignFile, one: JurisdictionEntry): string {
  const texts = file.jurisdictions.find((other) => other.id === (one.petition.sharedFrom ?? one.id))?.petition;
  return one.petition.languages?.[0] ?? texts?.languages?.[0] ?? Object.keys(texts?.texts ?? {})[0] ?? file.campaign.language;
}

/** In the order in which languages are offered. */
function textRows(file: CampaignFile, one: JurisdictionEntry, slug: string): TextRow[] {
  const { texts, languages } = one.petition;
  return [...new Set([...(languages ?? []), ...Object.keys(texts)])].flatMap((language) => {
    const text = texts[language];
    if (!text) return [];
    // A record tells what was asked and not under which heading: then the campaign's own title stands above it.
    const title = text.title ?? file.campaign.title[language] ?? plainWords(file.campaign.title, file.campaign.language) ?? slug;
    return [{ slug, language, title, demand: text.preamble ?? '', notice: text.privacyNotice ?? null }];
  });
}

function firstInstant(date: FileDate | undefined, firstStart: string, zone: string): string | null {
  const day = date === undefined ? null : edtfBounds(resolveDate(date, firstStart))?.from;
  return day ? DateTime.fromISO(day, { zone }).startOf('day').toUTC().toISO() : null;
}

/** The end of the last day: a petition that closes on a day can be signed on it. */
function lastInstant(date: FileDate | undefined, firstStart: string, zone: string): string | null {
  const day = date === undefined ? null : edtfBounds(resolveDate(date, firstStart))?.to;
  return day ? DateTime.fromISO(day, { zone }).plus({ days: 1 }).startOf('day').toUTC().toISO() : null;
}
