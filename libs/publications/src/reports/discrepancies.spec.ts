import { describe, expect, it } from '@jest/globals';
import { type CampaignFile } from '#libs/petitions';
import { agree, discrepancies } from './facts/discrepancy-rules.js';
import { type Discrepancy, type DiscrepancyRule } from './facts/discrepancy.js';
import { alteredRecord, recordFile, type ChangeableFile } from './testing/record.js';
import { dataOfFile } from './testing/data-of-file.js';

const of = (file: CampaignFile): Discrepancy[] => discrepancies(dataOfFile(file));
const one = (found: readonly Discrepancy[], rule: DiscrepancyRule, about: string): Discrepancy | undefined => found.find((each) => each.rule === rule && (each.jurisdiction === about || each.subjects.includes(about)));
const handoverOf = (place: ChangeableFile['jurisdictions'][number]): ChangeableFile['jurisdictions'][number]['handovers'][number] => {
  const [found] = place.handovers;
  if (!found) throw new Error(`${place.id} has no handover`);
  return found;
};

describe('the discrepancies of the record, found by the system', () => {
  const found = of(recordFile());

  it('A1: over seven million claimed, 6,046,529 itemised, at least 953,471 not', () => {
    expect(found.filter(({ rule }) => rule === 'total')).toEqual([expect.objectContaining({
      verdict: 'unexplained', subjects: ['global-signatures', 'global-un-h1'], qualifiers: { claimed: 'more-than' },
      values: {
        claimed: 7_000_000, handovers: 35, held: 5_808_143, withListed: 5_823_143, collectedOnly: 156_636, withCollected: 5_979_779, regional: 66_750, itemised: 6_046_529, notItemised: 953_471, 'with:region-eu': 5_976_703,
      },
      lists: { listed: ['QA'], collectedOnly: ['BH', 'JO', 'KH', 'LB', 'SG'], regional: ['region-south-asia'], without: ['AE', 'BD', 'CY', 'MX', 'NP', 'US'], lowerBounds: ['CA', 'QA'] },
    })]);
  });

  it('A2: the EU says 2,333,033, sixteen of its seventeen members 69,826 more', () => {
    expect(one(found, 'region-sum', 'region-eu')).toMatchObject({
      verdict: 'unexplained', values: { stated: 2_333_033, sum: 2_402_859, difference: 69_826, from: 16, of: 17, after: 9, byTheDay: 7, sumByTheDay: 1_037_729 }, lists: { missing: ['CY'] },
    });
  });

  it('A3: the Middle East says more than 60,000, its members 61,751 or more; the Emirates are missing', () => {
    expect(one(found, 'region-sum', 'region-middle-east')).toMatchObject({ verdict: 'compatible', values: { stated: 60_000, sum: 61_751, from: 6, of: 7 }, qualifiers: { stated: 'more-than', sum: 'more-than' }, lists: { missing: ['AE'] } });
  });

  it('A4: Qatar is listed without date and recipient; five countries have figures only', () => {
    expect(one(found, 'handover-incomplete', 'QA')).toMatchObject({ values: { stated: 15_000 }, lists: { missing: ['date', 'recipients'] } });
    expect(found.find(({ rule }) => rule === 'without-handover')).toMatchObject({ values: { sum: 156_636, countries: 5 }, lists: { countries: ['BH', 'JO', 'KH', 'LB', 'SG'] } });
  });

  it('A5 to A7: two figures of one handover, in Belgium compatible, in Germany and South Africa not', () => {
    expect(one(found, 'other-figure', 'BE')).toMatchObject({ verdict: 'compatible', values: { stated: 102_911, other: 103_000, difference: 89 }, qualifiers: { other: 'nearly' } });
    expect(one(found, 'other-figure', 'DE')).toMatchObject({ verdict: 'contradicts', values: { stated: 245_006, other: 250_000, difference: 4_994 }, qualifiers: { other: 'more-than' } });
    expect(one(found, 'other-figure', 'ZA')).toMatchObject({ verdict: 'contradicts', values: { stated: 43_000, other: 43_000, difference: 0 }, qualifiers: { stated: 'exact', other: 'more-than' } });
    expect(found.filter(({ rule }) => rule === 'other-figure')).toHaveLength(3);
  });

  it('A8: the youth network says more than 170,877, 86,623 are itemised, 84,254 not; who stands in India\'s figure too is not said', () => {
    expect(one(found, 'scoped-claim', 'youth-signatures')).toMatchObject({ verdict: 'unexplained', values: { claimed: 170_877, itemised: 86_623, notItemised: 84_254 }, lists: { parts: ['KH', 'region-south-asia'] } });
    expect(one(found, 'region-overlap', 'region-south-asia')).toMatchObject({ values: { stated: 66_750, members: 302_107 }, lists: { both: ['IN'] } });
  });

  it('A10: six figures are suspiciously round; and 50 countries are claimed where the entries give 47', () => {
    expect(found.filter(({ rule }) => rule === 'round').map(({ jurisdiction, values }) => [jurisdiction, values['stated']])).toEqual([['HK', 300_000], ['KR', 180_000], ['LU', 8_000], ['MY', 10_000], ['RO', 17_000], ['ZA', 43_000]]);
    expect(one(found, 'petition-countries', 'petition-countries')).toMatchObject({ values: { claimed: 50, entries: 47, withCalls: 38 } });
    expect(found.some(({ rule }) => rule === 'named-countries')).toBe(false);
  });

  it('are the same in whatever order the data comes', () => {
    const data = dataOfFile(recordFile());
    const turned = { ...data, places: data.places.toReversed(), handovers: data.handovers.toReversed(), claims: data.claims.toReversed(), calls: data.calls.toReversed() };
    expect(discrepancies(turned)).toEqual(found);
  });
});

describe('on a copy with altered figures they change as they must', () => {
  it('a thousand more for Belgium is a thousand fewer not itemised, and one more than the EU says', () => {
    const found = of(alteredRecord((_, place) => { handoverOf(place('BE')).signatures = 103_911; }));
    expect(one(found, 'total', 'global-un')?.values).toMatchObject({ held: 5_809_143, itemised: 6_047_529, notItemised: 952_471, 'with:region-eu': 5_976_703 });
    expect(one(found, 'region-sum', 'region-eu')?.values).toMatchObject({ sum: 2_403_859, difference: 70_826 });
    // "Nearly 103,000" is less than 103,911.
    expect(one(found, 'other-figure', 'BE')).toMatchObject({ verdict: 'contradicts', values: { difference: 911 } });
  });

  it('an EU figure that is the sum, with no member missing, is no discrepancy', () => {
    const found = of(alteredRecord((_, place) => {
      handoverOf(place('region-eu')).signatures = 2_402_859;
      place('CY').petition.status = 'no-petition';
    }));
    expect(one(found, 'region-sum', 'region-eu')).toBeUndefined();
    expect(one(found, 'total', 'global-un')?.values).not.toHaveProperty('with:region-eu');
  });

  it('a sum above what was claimed as exact contradicts it', () => {
    const found = of(alteredRecord((file, place) => {
      const claim = file.campaign.figures?.find(({ id }) => id === 'global-signatures');
      if (claim) Object.assign(claim, { value: 6_000_000, qualifier: 'exact' });
      Object.assign(handoverOf(place('global-un')), { signatures: 6_000_000, signaturesQualifier: 'exact' });
    }));
    expect(one(found, 'total', 'global-un')).toMatchObject({ verdict: 'contradicts', values: { claimed: 6_000_000, tooMany: 46_529 } });
  });

  it('two different claims for the whole are two findings', () => {
    const found = of(alteredRecord((_, place) => { handoverOf(place('global-un')).signatures = 8_000_000; }));
    expect(found.filter(({ rule }) => rule === 'total').map(({ subjects, values }) => [subjects, values['notItemised']])).toEqual([[['global-signatures'], 953_471], [['global-un-h1'], 1_953_471]]);
  });

  it('a figure for the Emirates closes the gap of the Middle East, and one for Cyprus that of the EU', () => {
    const found = of(alteredRecord((_, place) => {
      place('AE').collected = { signatures: 500, qualifier: 'exact' };
      place('CY').collected = { signatures: 700, qualifier: 'exact' };
    }));
    expect(one(found, 'region-sum', 'region-middle-east')).toMatchObject({ values: { sum: 62_251, from: 7 }, lists: { missing: [] } });
    expect(one(found, 'region-sum', 'region-eu')).toMatchObject({ values: { sum: 2_403_559, from: 17 }, lists: { missing: [] } });
    expect(found.find(({ rule }) => rule === 'without-figure')?.lists['countries']).toEqual(['BD', 'MX', 'NP', 'US']);
  });

  it('a region that claims more than its members have contradicts them only once none is missing', () => {
    const found = (everyone: boolean): Discrepancy | undefined => one(of(alteredRecord((_, place) => {
      const region = place('region-middle-east');
      region.collected = { ...region.collected, signatures: 90_000, qualifier: 'more-than' };
      if (everyone) place('AE').collected = { signatures: 500, qualifier: 'exact' };
    })), 'region-sum', 'region-middle-east');
    expect([found(false)?.verdict, found(true)?.verdict]).toEqual(['incomplete', 'contradicts']);
  });

  it('a figure for Nepal splits the youth handover: it is a bundle of its members then, and added to nothing', () => {
    const found = of(alteredRecord((_, place) => { place('NP').collected = { signatures: 20_000, qualifier: 'exact' }; }));
    expect(one(found, 'total', 'global-un')?.values).toMatchObject({ regional: 0, itemised: 5_999_779, notItemised: 1_000_221 });
    expect(one(found, 'region-sum', 'region-south-asia')).toMatchObject({ verdict: 'incomplete', values: { stated: 66_750, sum: 20_000 }, lists: { missing: ['BD'] } });
  });

  it('a country fewer named than counted, and a figure no longer round', () => {
    const found = of(alteredRecord((file, place) => {
      const claim = file.campaign.figures?.find(({ id }) => id === 'youth-countries');
      claim?.countries?.pop();
      handoverOf(place('HK')).signatures = 300_001;
    }));
    expect(one(found, 'named-countries', 'youth-countries')).toMatchObject({ verdict: 'contradicts', values: { claimed: 11, named: 10 } });
    expect(one(found, 'round', 'HK')).toBeUndefined();
  });
});

describe('two figures agree', () => {
  it.each([
    ['exact', 10, 'exact', 10, true], ['exact', 10, 'exact', 11, false], ['exact', 102_911, 'nearly', 103_000, true], ['exact', 103_001, 'nearly', 103_000, false], ['exact', 80_000, 'nearly', 103_000, false],
    ['exact', 251_000, 'more-than', 250_000, true], ['exact', 250_000, 'more-than', 250_000, false], ['more-than', 250_000, 'exact', 245_006, false], ['exact', 98, 'approximately', 100, true], ['more-than', 10, 'more-than', 20, true],
  ] as const)('%s %d and %s %d: %s', (qualifier, count, otherQualifier, otherCount, expected) => {
    expect(agree({ count, qualifier }, { count: otherCount, qualifier: otherQualifier })).toBe(expected);
  });
});
