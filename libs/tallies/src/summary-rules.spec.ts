import { describe, expect, it } from '@jest/globals';
import { summarise, type CampaignRows, type HandoverRow, type PetitionRow } from './summary-rules.js';

const country = (jurisdiction: string, more: Partial<PetitionRow> = {}): PetitionRow => ({ jurisdiction, kind: 'country', hasPetition: true, ownCalls: 2, counted: null, ...more });
const held = (signatures: number | null, more: Partial<HandoverRow> = {}): HandoverRow => ({ level: 'national', status: 'held', signatures, qualifier: signatures === null ? null : 'exact', recipientKinds: ['executive'], ...more });
const rows = (more: Partial<CampaignRows>): CampaignRows => ({ petitions: [], attested: [], handovers: [], commitments: [], answeredCalls: [], bundles: [], ...more });

describe('The summary of a campaign', () => {
  it('counts countries with a petition, research-only ones, and each printed call once', () => {
    const summary = summarise(rows({ petitions: [
      country('GB'), country('QA', { ownCalls: 0 }), country('CZ', { hasPetition: false }), country('XX', { hasPetition: false, ownCalls: 0 }),
      country('region-me', { kind: 'region', ownCalls: 5 }),
    ] }));
    expect(summary).toMatchObject({ countriesWithPetition: 2, researchOnly: 1, callsToAction: 9 });
  });

  it('adds countries only, and names those without a figure', () => {
    const summary = summarise(rows({
      petitions: [country('GB', { counted: 5 }), country('FR'), country('MX'), country('region-eu', { kind: 'region' })],
      attested: [{ jurisdiction: 'FR', count: 100, lowerBound: false, handover: 'FR-h1' }, { jurisdiction: 'region-eu', count: 1000, lowerBound: false, handover: null }],
    }));
    expect(summary.signatures).toEqual({ counted: 5, attested: 100, total: 105, lowerBound: true, countriesWithFigure: 2, countriesWithoutFigure: ['MX'] });
  });

  it('takes a figure that stands with the country and with its handover once, as with Qatar', () => {
    const qatar = { jurisdiction: 'QA', count: 15_000, lowerBound: true, handover: 'QA-h1' };
    const { signatures } = summarise(rows({ petitions: [country('QA')], attested: [qatar, { ...qatar, lowerBound: false }] }));
    expect(signatures).toMatchObject({ attested: 15_000, lowerBound: true, countriesWithFigure: 1 });
  });

  it('adds attested counts of one country that are different papers', () => {
    const sheet = { jurisdiction: 'SE', count: 40, lowerBound: false, handover: null };
    expect(summarise(rows({ petitions: [country('SE', { counted: 3 })], attested: [sheet, sheet] })).signatures).toMatchObject({ counted: 3, attested: 80, total: 83, lowerBound: false });
  });

  it('knows a count of nobody from a figure that was never published', () => {
    const { signatures } = summarise(rows({ petitions: [country('GB', { counted: 0 }), country('US')] }));
    expect(signatures).toMatchObject({ total: 0, countriesWithFigure: 1, countriesWithoutFigure: ['US'], lowerBound: true });
  });

  it('keeps levels of handovers apart, and planned and listed ones out of the sum', () => {
    const { handovers } = summarise(rows({ handovers: [
      held(100), held(50, { qualifier: 'more-than', recipientKinds: ['parliament'] }), held(7000, { level: 'regional', recipientKinds: ['intergovernmental'] }),
      held(15, { status: 'listed' }), held(null, { status: 'planned' }), held(9, { status: 'planned', level: 'global' }),
    ] }));
    expect(handovers.held.national).toMatchObject({ count: 2, signatures: 150, lowerBound: true });
    expect(handovers.held.regional).toMatchObject({ count: 1, signatures: 7000, lowerBound: false });
    expect(handovers.held.global).toMatchObject({ count: 0, signatures: 0, lowerBound: false });
    expect(handovers).toMatchObject({ planned: 2, listed: 1 });
  });

  it('counts a handover to two kinds of recipient under both, and to two of one kind once', () => {
    const { byRecipientKind } = summarise(rows({ handovers: [held(1, { recipientKinds: ['intergovernmental', 'other'] }), held(1, { recipientKinds: ['other', 'other'] })] })).handovers.held.national;
    expect(byRecipientKind).toEqual({ executive: 0, parliament: 0, 'public-body': 0, intergovernmental: 1, other: 2 });
  });

  it('has no figure, not 0, where handovers were held and none has one', () => {
    expect(summarise(rows({ handovers: [held(null)] })).handovers.held.national).toMatchObject({ signatures: null, lowerBound: true });
    expect(summarise(rows({ handovers: [held(null), held(3)] })).handovers.held.national).toMatchObject({ signatures: 3, lowerBound: true });
  });

  it('counts commitments by status', () => {
    const commitments = ['promised', 'promised', 'in-progress', 'fulfilled', 'broken'].map((status) => ({ status }));
    expect(summarise(rows({ commitments })).commitments).toEqual({ promised: 2, inProgress: 1, fulfilled: 1, broken: 1 });
  });

  it('counts a call that is answered by name and as one of all once', () => {
    const answeredCalls = [{ key: 'a', byName: true, byAll: true }, { key: 'b', byName: false, byAll: true }, { key: 'c', byName: true, byAll: false }, { key: 'a', byName: true, byAll: false }];
    expect(summarise(rows({ answeredCalls })).callsAnswered).toEqual({ byName: 2, byAll: 2, atLeastOnce: 3 });
  });

  it('shows stated, sum of members and verified of a bundle side by side', () => {
    const { bundles } = summarise(rows({
      petitions: [country('AT', { counted: 4 }), country('BE'), country('CY'), country('XX', { counted: 9 })],
      attested: [{ jurisdiction: 'AT', count: 60, lowerBound: false, handover: null }, { jurisdiction: 'BE', count: 50, lowerBound: true, handover: null }, { jurisdiction: 'XX', count: 1, lowerBound: false, handover: null }],
      bundles: [{ jurisdiction: 'region-eu', members: ['AT', 'BE', 'CY'], stated: { signatures: 100, qualifier: 'exact' } }, { jurisdiction: 'world', members: ['CY'], stated: null }],
    }));
    expect(bundles).toEqual([
      { jurisdiction: 'region-eu', stated: { count: 100, lowerBound: false }, sumOfMembers: { count: 110, lowerBound: true, from: 2, of: 3 }, verified: 4 },
      { jurisdiction: 'world', stated: null, sumOfMembers: null, verified: 0 },
    ]);
  });

  it('of an empty campaign is all noughts', () => {
    expect(summarise(rows({})).signatures).toEqual({ counted: 0, attested: 0, total: 0, lowerBound: false, countriesWithFigure: 0, countriesWithoutFigure: [] });
  });
});
