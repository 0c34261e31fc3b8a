import { describe, expect, it } from '@jest/globals';
import { can, canSomewhere, collectingPlaces, jurisdictionsWith, type Role } from './access-rules.js';

const actor = (role: Role, campaignId: number | null = null, jurisdictionId: string | null = null) => ({ roles: [{ role, campaignId, jurisdictionId }] });
const GB = { campaignId: 1, jurisdictionId: 'GB', regionIds: ['region-eu'] };

describe('who may do what, where', () => {
  it('an owner may do everything everywhere', () => {
    for (const scope of [{}, { campaignId: 1 }, GB]) expect(can(actor('owner'), 'administer', scope)).toBe(true);
  });

  it('a campaign organiser organises all of that campaign and nothing of another', () => {
    expect(can(actor('organiser', 1), 'organise', GB)).toBe(true);
    expect(can(actor('organiser', 1), 'organise', { campaignId: 1 })).toBe(true);
    expect(can(actor('organiser', 1), 'read', { ...GB, campaignId: 2 })).toBe(false);
    expect(can(actor('organiser', 1), 'read', {})).toBe(false);
    expect(can(actor('organiser', 1), 'administer', GB)).toBe(false);
  });

  it('a country organiser organises that country only', () => {
    expect(can(actor('organiser', 1, 'GB'), 'organise', GB)).toBe(true);
    expect(can(actor('organiser', 1, 'GB'), 'read', { campaignId: 1, jurisdictionId: 'FR' })).toBe(false);
    expect(can(actor('organiser', 1, 'GB'), 'read', { campaignId: 1 })).toBe(false);
    expect(can(actor('organiser', 1, 'GB'), 'read', { campaignId: 2, jurisdictionId: 'GB' })).toBe(false);
  });

  it('a country organiser of every campaign has that country in each, and nothing above it', () => {
    expect(can(actor('organiser', null, 'GB'), 'organise', { campaignId: 7, jurisdictionId: 'GB' })).toBe(true);
    expect(can(actor('organiser', null, 'GB'), 'read', { campaignId: 7 })).toBe(false);
    expect(can(actor('organiser', null, 'GB'), 'read', {})).toBe(false);
  });

  it('a region organiser organises the region and only reads its members', () => {
    const eu = actor('organiser', 1, 'region-eu');
    expect(can(eu, 'organise', { campaignId: 1, jurisdictionId: 'region-eu' })).toBe(true);
    expect(can(eu, 'read', GB)).toBe(true);
    expect(can(eu, 'organise', GB)).toBe(false);
    expect(can(eu, 'read', { campaignId: 1, jurisdictionId: 'NP', regionIds: ['region-south-asia'] })).toBe(false);
  });

  it('a reader changes nothing, and nobody without a role may do anything', () => {
    expect(can(actor('reader', 1), 'read', GB)).toBe(true);
    expect(can(actor('reader', 1), 'organise', GB)).toBe(false);
    expect(can({ roles: [] }, 'read', GB)).toBe(false);
  });

  it('administering is never given by country', () => {
    expect(can(actor('owner', 1, 'GB'), 'administer', GB)).toBe(false);
    expect(canSomewhere(actor('owner', 1, 'GB'), 'administer')).toBe(false);
    expect(canSomewhere(actor('owner', 1), 'administer')).toBe(true);
  });

  it('tells which jurisdictions a query may show', () => {
    const members = new Map([['region-eu', ['DE', 'FR']]]);
    expect(jurisdictionsWith(actor('organiser', 1), 'read', 1, members)).toBe('all');
    expect(jurisdictionsWith(actor('organiser', 1, 'region-eu'), 'read', 1, members)).toEqual(['DE', 'FR', 'region-eu']);
    expect(jurisdictionsWith(actor('organiser', 1, 'region-eu'), 'organise', 1, members)).toEqual(['region-eu']);
    expect(jurisdictionsWith(actor('organiser', 2), 'read', 1, members)).toEqual([]);
  });

  it('a manager looks after the stores of one grant and sees nothing else', () => {
    const shop = { ...GB, storeId: 's1', area: 'North' };
    const manager = (grant: { jurisdictionId?: string; storeId?: string; area?: string }) =>
      ({ roles: [{ role: 'manager' as const, campaignId: 1, jurisdictionId: grant.jurisdictionId ?? null, ...grant }] });
    expect(can(manager({ storeId: 's1' }), 'collect', shop)).toBe(true);
    expect(can(manager({ storeId: 's2' }), 'collect', shop)).toBe(false);
    expect(can(manager({ jurisdictionId: 'GB', area: 'North' }), 'collect', shop)).toBe(true);
    expect(can(manager({ jurisdictionId: 'GB', area: 'South' }), 'collect', shop)).toBe(false);
    expect(can(manager({ jurisdictionId: 'FR' }), 'collect', shop)).toBe(false);
    expect(can(manager({ storeId: 's1' }), 'read', shop)).toBe(false);
    expect(can(manager({ storeId: 's1' }), 'collect', { ...shop, campaignId: 2 })).toBe(false);
    expect(collectingPlaces(manager({ storeId: 's1' }), 1)).toEqual([{ jurisdictionId: null, area: null, storeId: 's1' }]);
    expect(collectingPlaces(actor('organiser', 1, 'GB'), 1)).toEqual([{ jurisdictionId: 'GB', area: null, storeId: null }]);
    expect(collectingPlaces(actor('reader', 1), 1)).toEqual([]);
  });
});
