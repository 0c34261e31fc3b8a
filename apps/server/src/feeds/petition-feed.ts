import { type Handover } from '#libs/handovers';
import { type DoorPetition } from '#libs/petitions';
import { type PublishedTally } from '#libs/tallies';
import { translator } from '../i18n/index.js';
import { plainProse } from '../ui/index.js';

/**
 * Petitions in the shape of petition.parliament.uk (alphagov/e-petitions, `app/views/petitions/_petition.json.jbuilder`), since many
 * programs read that. Names, nesting, types and order are theirs; what a petition of ours doesn't have is null or an empty list, as
 * there. What ours has besides stands in `attributes.countersign`, where no reader of theirs looks.
 */

export const FEED_PAGE_SIZE = 50;

/** Their lists. Those of a parliament's own work have nothing of ours in them; a list that nobody knows is the whole one, as there. */
export const FEED_STATES = ['all', 'published', 'open', 'closed', 'with_response'] as const;
const EMPTY_STATES = ['rejected', 'awaiting_response', 'awaiting_debate', 'awaiting_debate_date', 'debated', 'not_debated', 'archived'] as const;
export type FeedState = (typeof FEED_STATES)[number] | (typeof EMPTY_STATES)[number];

export function feedState(asked: unknown): FeedState {
  return [...FEED_STATES, ...EMPTY_STATES].find((state) => state === asked) ?? 'all';
}

export const isEmptyState = (state: FeedState): boolean => (EMPTY_STATES as readonly string[]).includes(state);

/** ISO 3166-1 leaves XX and ZZ to its users; Unicode takes ZZ for "unknown region". Cells too small to be told apart, and who gave no country. */
const OTHER_COUNTRY = { code: 'ZZ', name: 'Other or not told apart' };

/** What one petition of the feed is made of. */
export interface FeedSource {
  number: number;
  createdAt: Date;
  updatedAt: Date;
  petition: DoorPetition;
  open: boolean;
  tally: PublishedTally;
  /** In their order. */
  calls: readonly string[];
  /** What the recipient answered, as last corrected. */
  response: Handover['responses'][number] | null;
}

export interface FeedAttributes {
  action: string;
  background: string;
  additional_details: string;
  committee_note: null;
  state: 'open' | 'closed';
  signature_count: number;
  created_at: string;
  updated_at: string;
  rejected_at: null;
  opened_at: string | null;
  closed_at: string | null;
  moderation_threshold_reached_at: null;
  response_threshold_reached_at: null;
  government_response_at: string | null;
  debate_threshold_reached_at: null;
  debate_scheduled_at: null;
  scheduled_debate_date: null;
  debate_outcome_at: null;
  creator_name: null;
  rejection: null;
  government_response: { responded_on: string | null; summary: string; details: string; created_at: string; updated_at: string } | null;
  debate: null;
  departments: never[];
  topics: never[];
  signatures_by_country?: { name: string; code: string; signature_count: number }[];
  signatures_by_constituency?: never[];
  signatures_by_region?: never[];
  other_parliamentary_business?: never[];
  countersign: {
    slug: string; url: string; campaign: string; jurisdiction: string; language: string; demonstration: boolean; record: boolean; privacy: 'standard' | 'high';
    /** One by one; null in a record, where nobody was counted. */
    counted: number | null;
    /** On paper and by partners, vouched for; of a record: as printed. Counted and attested make `signature_count`. */
    attested: number | null;
    /** "More than" is part of the figure. */
    lower_bound: boolean;
  };
}

export interface FeedPetition {
  type: 'petition';
  id: number;
  /** In a list only, as theirs. */
  links?: { self: string };
  attributes: FeedAttributes;
}

export interface FeedLinks { self: string; first: string; last: string; next: string | null; prev: string | null }

const iso = (at: Date | null): string | null => at?.toISOString() ?? null;

export function feedPetition(source: FeedSource, origin: string, whole: boolean): FeedPetition {
  const { petition, tally, response } = source;
  const [text] = petition.texts;
  const record = petition.campaign.kind === 'record';
  return {
    type: 'petition', id: source.number, ...(whole ? {} : { links: { self: `${origin}/petitions/${source.number}.json` } }),
    attributes: {
      action: text?.title ?? petition.slug, background: text ? plainProse(text.demand) : '', additional_details: source.calls.map((call, n) => `${n + 1}. ${call}`).join('\n\n'), committee_note: null,
      state: source.open ? 'open' : 'closed', signature_count: tally.total,
      created_at: source.createdAt.toISOString(), updated_at: source.updatedAt.toISOString(), rejected_at: null,
      opened_at: iso(petition.openedAt ?? petition.opensAt), closed_at: source.open ? null : iso(petition.closedAt ?? petition.closesAt),
      moderation_threshold_reached_at: null, response_threshold_reached_at: null, government_response_at: iso(response?.recordedAt ?? null),
      debate_threshold_reached_at: null, debate_scheduled_at: null, scheduled_debate_date: null, debate_outcome_at: null,
      creator_name: null, rejection: null,
      government_response: response && {
        responded_on: response.datedOn, summary: summaryOf(response.text), details: response.text, created_at: response.recordedAt.toISOString(), updated_at: response.recordedAt.toISOString(),
      },
      debate: null, departments: [], topics: [],
      ...(whole ? { signatures_by_country: byCountry(tally, petition.privacy), signatures_by_constituency: [], signatures_by_region: [], other_parliamentary_business: [] } : {}),
      countersign: {
        slug: petition.slug, url: `${origin}/petitions/${petition.slug}`, campaign: petition.campaign.slug, jurisdiction: petition.jurisdictionId, language: text?.language ?? petition.defaultLanguage,
        demonstration: petition.campaign.demonstration, record, privacy: petition.privacy, counted: record ? null : tally.counted,
        attested: tally.attested?.count ?? null, lower_bound: tally.attested?.lowerBound ?? false,
      },
    },
  };
}

/** Of what was counted one by one, as published. A petition of high privacy tells no country. */
function byCountry(tally: PublishedTally, privacy: 'standard' | 'high'): NonNullable<FeedAttributes['signatures_by_country']> {
  if (privacy === 'high') return [];
  const t = translator('en');
  return Object.entries(tally.byCountry)
    .map(([code, count]) => ({ ...(code === 'other' ? OTHER_COUNTRY : { name: t.place(code), code }), signature_count: count }))
    .filter(({ signature_count }) => signature_count > 0)
    .sort((a, b) => Number(a.code === OTHER_COUNTRY.code) - Number(b.code === OTHER_COUNTRY.code) || a.name.localeCompare(b.name, 'en'));
}

/** The first paragraph. */
const summaryOf = (text: string): string => text.split(/\n\s*\n/, 1)[0]?.trim() ?? text;

export function feedLinks(origin: string, asked: { state: FeedState | null; page: number }, total: number): FeedLinks {
  const last = Math.max(1, Math.ceil(total / FEED_PAGE_SIZE));
  const at = (page: number): string => {
    const query = new URLSearchParams({ ...(page > 1 ? { page: String(page) } : {}), ...(asked.state ? { state: asked.state } : {}) }).toString();
    return `${origin}/petitions.json${query ? `?${query}` : ''}`;
  };
  return { self: at(asked.page), first: at(1), last: at(last), next: asked.page < last ? at(asked.page + 1) : null, prev: asked.page > 1 ? at(Math.min(asked.page - 1, last)) : null };
}
