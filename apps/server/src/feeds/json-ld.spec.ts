import { describe, expect, it } from '@jest/globals';
import { openPetition, recordCampaign, recordGb } from '../../../../test/gallery/samples.js';
import { campaignJsonLd, countryJsonLd, datasetJsonLd, jsonLdText, petitionJsonLd, reportJsonLd } from './json-ld.js';

/** Types and properties of schema.org (release 28) that are used here, each type with those it has or inherits. */
const THING = ['name', 'url', 'description', 'identifier', 'potentialAction'];
const WORK = [...THING, 'isPartOf', 'mainEntity', 'inLanguage', 'genre', 'abstract', 'datePublished', 'spatialCoverage', 'audience', 'publisher', 'interactionStatistic', 'about', 'encoding', 'license', 'isAccessibleForFree'];
const TERMS: Readonly<Record<string, readonly string[]>> = {
  WebPage: WORK, CollectionPage: WORK, CreativeWork: WORK, Report: WORK, Dataset: [...WORK, 'distribution'], MediaObject: [...WORK, 'contentUrl', 'encodingFormat'], DataDownload: [...WORK, 'contentUrl', 'encodingFormat'],
  Country: THING, Place: THING, Audience: THING, Organization: [...THING, 'member'], Project: [...THING, 'member'], InteractionCounter: [...THING, 'interactionType', 'userInteractionCount'],
  EndorseAction: [...THING, 'target'], EntryPoint: [...THING, 'urlTemplate', 'actionPlatform'],
};

/** Everything in it that schema.org doesn't know. */
function strangeTerms(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(strangeTerms);
  if (value === null || typeof value !== 'object') return [];
  const { '@type': type, '@context': _context, '@id': _id, ...rest } = value as Record<string, unknown>;
  const known = TERMS[String(type)];
  return [...(known ? Object.keys(rest).filter((key) => !known.includes(key)).map((key) => `${String(type)}.${key}`) : [`type ${String(type)}`]), ...Object.values(rest).flatMap(strangeTerms)];
}

describe('what search engines read of a page', () => {
  it('uses only words that schema.org has', () => {
    const all = [
      petitionJsonLd(openPetition('en'), 'United Kingdom'), petitionJsonLd(recordGb(), 'United Kingdom'), campaignJsonLd(recordCampaign()),
      countryJsonLd({ url: 'https://c.example/en/campaigns/x/countries/GB', title: 'UK', language: 'en', country: { id: 'GB', name: 'United Kingdom' }, campaign: { title: 'X', url: 'https://c.example/campaigns/x' } }),
      reportJsonLd({ url: 'https://c.example/r', title: 'Report', language: 'en', publishedAt: '2026-01-01T00:00:00Z', publisher: 'Trust', files: [{ url: 'https://c.example/r.pdf', type: 'application/pdf' }] }),
      datasetJsonLd({ url: 'https://c.example/d', name: 'Data', description: 'All', language: 'en', files: 'https://c.example/f', tables: ['petitions'] }),
    ];
    expect(all.flatMap(strangeTerms)).toEqual([]);
    expect(strangeTerms({ '@type': 'Petition', signatures: 3 })).toEqual(['type Petition']);
  });

  it('counts endorsements where the figure is exact, and tells none that is a bound or not known', () => {
    const count = (view: Parameters<typeof petitionJsonLd>[0]): unknown => (petitionJsonLd(view, 'UK') as { mainEntity: { interactionStatistic?: { userInteractionCount: number } } }).mainEntity.interactionStatistic?.userInteractionCount;
    const view = openPetition('en');
    expect(count(view)).toBe(1293);
    expect(count({ ...view, tally: view.tally && { ...view.tally, total: { value: 1293, qualifier: 'lower-bound' } } })).toBeUndefined();
    expect(count({ ...view, tally: view.tally && { ...view.tally, total: null } })).toBeUndefined();
  });

  it('cannot end the element it stands in', () => expect(jsonLdText({ name: '</script><script>alert(1)</script>' })).not.toContain('<'));
});
