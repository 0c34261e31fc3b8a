import { describe, expect, it } from '@jest/globals';
import { type DoorPetition } from '#libs/petitions';
import { type PublishedTally } from '#libs/tallies';
import { FEED_PAGE_SIZE, feedLinks, feedPetition, type FeedSource, feedState, isEmptyState } from './petition-feed.js';

const ORIGIN = 'https://countersign.example';

function source(number: number, change: Partial<Omit<FeedSource, 'tally' | 'petition'>> & { tally?: Partial<PublishedTally>; petition?: Partial<DoorPetition> } = {}): FeedSource {
  const { tally, petition, ...rest } = change;
  return {
    number, createdAt: new Date('2026-01-01T09:00:00Z'), updatedAt: new Date('2026-02-01T09:00:00Z'), open: true, calls: ['Appoint a rapporteur.', 'Give every child a guardian.'], response: null, ...rest,
    petition: {
      slug: `spec-${number}`, jurisdictionId: 'GB', defaultLanguage: 'en', privacy: 'standard', openedAt: new Date('2026-01-05T00:00:00Z'), opensAt: null, closesAt: null, closedAt: null,
      campaign: { slug: 'spec', kind: 'live', demonstration: false }, texts: [{ language: 'en', title: `Petition ${number}`, demand: 'We **ask** for three measures.' }], ...petition,
    } as unknown as DoorPetition,
    tally: { petition: `spec-${number}`, asOf: '2026-02-01T09:00:00Z', counted: 1_000 + number, attested: null, total: 1_000 + number, byCountry: { GB: 900 + number, FR: 80, other: 20 }, byChannel: {}, milestones: [], nextMilestone: null, ...tally },
  };
}

/** A site with so many petitions, answering as the controller does. */
function site(all: readonly FeedSource[]): (url: string) => unknown {
  return (url) => {
    const { origin, pathname, searchParams } = new URL(url);
    expect(origin).toBe(ORIGIN);
    const number = /^\/petitions\/(\d+)\.json$/.exec(pathname)?.[1];
    const wire = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
    if (number) {
      const found = all.find((one) => one.number === Number(number));
      if (!found) throw new Error(`404 ${url}`);
      return wire({ links: { self: `${ORIGIN}${pathname}` }, data: feedPetition(found, ORIGIN, true) });
    }
    const state = searchParams.get('state') === null ? null : feedState(searchParams.get('state'));
    const page = Number(searchParams.get('page') ?? 1);
    const listed = all.filter(({ open }) => state === null || state === 'all' || (!isEmptyState(state) && open === (state === 'open')));
    return wire({ links: feedLinks(ORIGIN, { page, state }, listed.length), data: listed.slice((page - 1) * FEED_PAGE_SIZE, page * FEED_PAGE_SIZE).map((one) => feedPetition(one, ORIGIN, false)) });
  };
}

/**
 * A client as public programs are written for petition.parliament.uk: it follows `links.next` until there is none, takes names and types
 * for granted as that site has them, and asks each petition's own file for the breakdown. Nothing in it knows of Countersign.
 */
class ParliamentClient {
  constructor(private readonly get: (url: string) => unknown, private readonly base: string) {}

  list(state: string): { id: number; action: string; count: number; url: string }[] {
    const found = [];
    for (let url: string | null = `${this.base}/petitions.json?state=${state}`; url !== null;) {
      const page = this.get(url) as { links: Record<string, string | null>; data: { type: string; id: number; links: { self: string }; attributes: Record<string, unknown> }[] };
      for (const { type, id, links, attributes } of page.data) {
        if (type !== 'petition') throw new TypeError(`not a petition: ${type}`);
        found.push({ id: integer(id), action: text(attributes['action']).trim(), count: integer(attributes['signature_count']), url: text(links.self).replace('.json', '') });
      }
      url = page.links['next'] ?? null;
    }
    return found;
  }

  /** Field by field. */
  petition(id: number): Record<string, unknown> & { byCountry: Map<string, number> } {
    const { links, data } = this.get(`${this.base}/petitions/${id}.json`) as { links: { self: string }; data: { id: number; attributes: Record<string, unknown> } };
    const a = data.attributes;
    const byCountry = new Map((a['signatures_by_country'] as { name: string; code: string; signature_count: number }[]).map(({ name, code, signature_count }) => {
      if (text(name).length === 0) throw new TypeError('a country without a name');
      return [upperTwo(code), integer(signature_count)];
    }));
    const constituencies = (a['signatures_by_constituency'] as { mp: string; ons_code: string; signature_count: number }[]).reduce((sum, { signature_count }) => sum + signature_count, 0);
    const response = a['government_response'] as { responded_on: string | null; summary: string; details: string } | null;
    return {
      self: links.self, id: integer(data.id), action: text(a['action']), background: text(a['background']), details: text(a['additional_details']).split('\n'), state: text(a['state']), count: integer(a['signature_count']),
      created: instant(a['created_at']), updated: instant(a['updated_at']), opened: a['opened_at'] === null ? null : instant(a['opened_at']), closed: a['closed_at'] === null ? null : instant(a['closed_at']),
      thresholds: [a['moderation_threshold_reached_at'], a['response_threshold_reached_at'], a['debate_threshold_reached_at']].map((at) => (at === null ? null : instant(at))),
      rejected: a['rejection'] !== null, debate: a['debate'] !== null, departments: (a['departments'] as { name: string }[]).map(({ name }) => name), topics: (a['topics'] as string[]).length,
      responded: response && `${response.responded_on ?? 'undated'}: ${text(response.summary)}`, creator: a['creator_name'] ?? 'Anonymous',
      byCountry, constituencies, regions: (a['signatures_by_region'] as unknown[]).length,
    };
  }
}

const integer = (value: unknown): number => {
  if (!Number.isSafeInteger(value)) throw new TypeError(`not a whole number: ${String(value)}`);
  return value as number;
};
const text = (value: unknown): string => {
  if (typeof value !== 'string') throw new TypeError(`not a text: ${String(value)}`);
  return value;
};
const instant = (value: unknown): Date => {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/.test(text(value))) throw new TypeError(`not an instant: ${String(value)}`);
  return new Date(value as string);
};
const upperTwo = (value: unknown): string => {
  if (!/^[A-Z]{2}$/.test(text(value))) throw new TypeError(`not a country's code: ${String(value)}`);
  return value as string;
};

describe('a client written for petition.parliament.uk', () => {
  const all = Array.from({ length: 2 * FEED_PAGE_SIZE + 3 }, (_, n) => source(n + 1, { open: n % 2 === 0 }));
  const client = new ParliamentClient(site(all), ORIGIN);

  it('follows the pages to the end and finds every petition once', () => {
    const found = client.list('all');
    expect(found.map(({ id }) => id)).toEqual(all.map(({ number }) => number));
    expect(found[6]).toEqual({ id: 7, action: 'Petition 7', count: 1_007, url: `${ORIGIN}/petitions/7` });
    expect([client.list('open').length, client.list('closed').length, client.list('rejected').length]).toEqual([52, 51, 0]);
  });

  it('reads every field of an open petition', () => {
    expect(client.petition(7)).toEqual({
      self: `${ORIGIN}/petitions/7.json`, id: 7, action: 'Petition 7', background: 'We ask for three measures.', details: ['1. Appoint a rapporteur.', '', '2. Give every child a guardian.'], state: 'open', count: 1_007,
      created: new Date('2026-01-01T09:00:00Z'), updated: new Date('2026-02-01T09:00:00Z'), opened: new Date('2026-01-05T00:00:00Z'), closed: null, thresholds: [null, null, null], rejected: false, debate: false,
      departments: [], topics: 0, responded: null, creator: 'Anonymous', byCountry: new Map([['FR', 80], ['GB', 907], ['ZZ', 20]]), constituencies: 0, regions: 0,
    });
  });

  it('bears a closed petition of a record, whose dates nobody knows, and its answer without a day', () => {
    const record = source(3, {
      open: false, petition: { campaign: { slug: 'record', kind: 'record', demonstration: false } as never, openedAt: null, texts: [] }, tally: { counted: 0, attested: { count: 735_889, lowerBound: false }, total: 735_889, byCountry: {} },
      response: { id: '1', kind: 'answer', text: 'We shall act.\n\nIn detail.', language: 'en', datedOn: null, document: null, file: null, translations: {}, replaces: null, recordedAt: new Date('2026-03-01T00:00:00Z'), recordedBy: null },
    });
    const read = new ParliamentClient(site([record]), ORIGIN).petition(3);
    expect(read).toMatchObject({ action: 'spec-3', state: 'closed', count: 735_889, opened: null, closed: null, responded: 'undated: We shall act.', byCountry: new Map() });
  });

  it('learns no country of a petition of high privacy, and what it does learn adds up to what was counted', () => {
    const high = source(4, { petition: { privacy: 'high' }, tally: { counted: 890, total: 890, byCountry: { other: 890 } } });
    expect(new ParliamentClient(site([high]), ORIGIN).petition(4)).toMatchObject({ count: 890, byCountry: new Map() });
    expect([...client.petition(9).byCountry.values()].reduce((sum, n) => sum + n, 0)).toBe(1_009);
  });
});

describe('the links of a list', () => {
  it('have no neighbour before the first and after the last page, also where nothing is listed', () => {
    expect(feedLinks(ORIGIN, { page: 1, state: null }, 0)).toEqual({ self: `${ORIGIN}/petitions.json`, first: `${ORIGIN}/petitions.json`, last: `${ORIGIN}/petitions.json`, next: null, prev: null });
    expect(feedLinks(ORIGIN, { page: 2, state: 'open' }, 101)).toMatchObject({ next: `${ORIGIN}/petitions.json?page=3&state=open`, prev: `${ORIGIN}/petitions.json?state=open`, last: `${ORIGIN}/petitions.json?page=3&state=open` });
    expect(feedLinks(ORIGIN, { page: 3, state: 'open' }, 101).next).toBeNull();
  });

  it('take a list that nobody knows for the whole one', () => expect([feedState('open'), feedState('nonsense'), feedState(undefined)]).toEqual(['open', 'all', 'all']));
});
