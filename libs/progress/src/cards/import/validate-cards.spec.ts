import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { dataFolder, type CampaignFile } from '#libs/petitions';
import { roundOfCard, roundsOf, type CardsFile } from './cards-file.js';
import { validateCardsFile, type KnownCampaign } from './validate-cards.js';

const read = (file: string): unknown => JSON.parse(readFileSync(path.join(dataFolder(), file), 'utf8'));
function knownOf(slug: string): KnownCampaign {
  const { campaign, jurisdictions, documents } = read(`${slug}/campaign.json`) as CampaignFile;
  return {
    record: campaign.kind === 'record', jurisdictions: new Set(jurisdictions.map((one) => one.id)), indicators: new Set(campaign.indicators?.map((one) => one.id)), rounds: new Map(), documents: new Set(documents.map((one) => one.id)),
  };
}
const cardsOf = (slug: string): CardsFile => read(`${slug}/progress-cards.json`) as CardsFile;
const faultsOf = (slug: string, change: (file: CardsFile) => void): string[] => {
  const file = structuredClone(cardsOf(slug));
  change(file);
  const result = validateCardsFile(file, knownOf(slug));
  return result.ok ? [] : result.faults.map(({ path: where, code }) => `${where} ${code}`);
};

describe('the cards that come with it', () => {
  it.each(['stop-sex-trafficking', 'keep-your-word'])('are sound: %s', (slug) => {
    expect(validateCardsFile(cardsOf(slug), knownOf(slug))).toMatchObject({ ok: true });
  });

  it('put the one card whose year the record does not state into a round without a period', () => {
    const file = cardsOf('stop-sex-trafficking');
    const rounds = roundsOf(file);
    expect(rounds.map((one) => [one.id, one.year ?? null, one.jurisdictions.length])).toEqual([
      ['cards-2009-initial-41', 2009, 41], ['cards-2010-43', 2010, 43], ['osce-cards-26', 2010, 26], ['review-2011-42', 2011, 42], ['undated', null, 1],
    ]);
    const [card] = file.cards;
    expect(card && roundOfCard(card, rounds)?.id).toBe('undated');
    expect(card?.indicators.filter((one) => one.ngoStar).map((one) => one.indicator)).toEqual(['prevention.awareness', 'prevention.teacher-training']);
    expect(card?.indicators.every((one) => one.rating === null)).toBe(true);
  });

  it('give the demonstration a card of each of its countries in two periods, said to be invented, with reasons in three languages', () => {
    const file = cardsOf('keep-your-word');
    const countries = (read('keep-your-word/campaign.json') as CampaignFile).jurisdictions.filter((one) => one.kind === 'country').map((one) => one.id).sort();
    for (const round of file.coverage) {
      const cards = file.cards.filter((card) => card.round === round.id);
      expect(cards.map((card) => card.jurisdiction).sort()).toEqual(countries);
      expect(cards.every((card) => card.indicators.length === 12)).toBe(true);
    }
    expect(Object.values(file.note ?? {}).map((text) => /Fictional|Fiction|خيال/.test(text))).toEqual([true, true, true]);
    const entries = file.cards.flatMap((card) => card.indicators.flatMap((one) => [one, ...(one.corrections ?? [])]));
    expect(entries.filter((one) => one.rating !== null && !['en', 'fr', 'ar'].every((language) => one.reasons?.[language]))).toEqual([]);
    expect(file.cards.flatMap((card) => card.indicators).filter((one) => one.corrections).length).toBeGreaterThan(4);
  });
});

describe('a file of cards', () => {
  it('is refused with every fault and its place', () => {
    expect(faultsOf('keep-your-word', (file) => {
      file.coverage[0]!.jurisdictions.push('XX');
      file.coverage[1]!.publication = 'nothing';
      file.cards[0]!.indicators[0]!.indicator = 'legal.nothing';
      file.cards[1]!.round = 'cards-third';
      file.cards[2]!.indicators[3]!.reviewer = file.cards[2]!.indicators[3]!.assessor ?? '';
      delete file.cards[3]!.indicators[4]!.reviewer;
      file.publications![0]!.timeZone = 'Mars/Olympus';
    })).toEqual([
      '/publications/0/timeZone unknown-time-zone', '/coverage/0/jurisdictions/13 unknown-jurisdiction', '/coverage/1/publication unknown-publication', '/cards/0/indicators/0/indicator unknown-indicator',
      '/cards/1/round unknown-round', '/cards/2/indicators/3/reviewer reviewed-by-its-author', '/cards/3/indicators/4/reviewer reviewer-missing',
    ]);
  });

  it('keeps to the indicators by which its rounds were opened, whatever the campaign asks since', () => {
    const known = knownOf('keep-your-word');
    const [before, after] = [new Set(known.indicators), new Set([...known.indicators].filter((key) => key !== 'legal.opsc'))];
    const faults = (rounds: KnownCampaign['rounds'], indicators: ReadonlySet<string>): string[] => {
      const result = validateCardsFile(cardsOf('keep-your-word'), { ...known, rounds, indicators });
      return result.ok ? [] : result.faults.map(({ path: where }) => where);
    };
    const [first, second] = cardsOf('keep-your-word').coverage.map(({ id }) => id);
    expect(faults(new Map([[first!, before], [second!, before]]), after)).toEqual([]);
    const cards = cardsOf('keep-your-word').cards;
    const ofSecond = cards.flatMap((card, n) => (card.round === second ? card.indicators.flatMap(({ indicator }, i) => (indicator === 'legal.opsc' ? [`/cards/${n}/indicators/${i}/indicator`] : [])) : []));
    expect(ofSecond.length).toBeGreaterThan(1);
    expect(faults(new Map([[first!, before]]), after)).toEqual(ofSecond);
  });

  it('of a record has its sources and no dates that count from a first start', () => {
    expect(faultsOf('stop-sex-trafficking', (file) => {
      delete file.coverage[0]!.source;
      file.coverage[1]!.period = { from: { daysFromStart: -3 }, to: '2010-02-30' };
      file.cards[0]!.source = { document: 'hearsay', place: 'somewhere' };
    })).toEqual(['/coverage/1/period/from relative-date-in-record', '/coverage/1/period/to date-impossible', '/coverage/0/source source-missing', '/cards/0/source/document unknown-document']);
  });

  it('needs its campaign', () => {
    expect(validateCardsFile(cardsOf('keep-your-word'), null)).toMatchObject({ ok: false, faults: [{ path: '/campaign', code: 'unknown-campaign' }] });
  });
});
