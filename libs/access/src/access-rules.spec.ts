import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Action, ACTIONS, can, canSomewhere, collectingPlaces, jurisdictionsWith, mayGive, type Role, ROLES, type RoleGrant, type Scope } from './access-rules.js';

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

describe('rules that hold of every role, place and token', () => {
  const campaign = fc.constantFrom(null, 1, 2);
  const place = fc.constantFrom(null, 'GB', 'FR', 'region-eu');
  const grant: fc.Arbitrary<RoleGrant> = fc.record({ role: fc.constantFrom(...ROLES), campaignId: campaign, jurisdictionId: place });
  const scope: fc.Arbitrary<Scope> = fc.record({ campaignId: fc.constantFrom(1, 2), jurisdictionId: fc.constantFrom('GB', 'FR', 'region-eu'), regionIds: fc.constantFrom([], ['region-eu']) }, { requiredKeys: [] });
  const action: fc.Arbitrary<Action> = fc.constantFrom(...ACTIONS);
  const scopes = fc.subarray([...ACTIONS]);

  it('a token can what its user can and its scopes name, and nothing else', () => {
    fc.assert(fc.property(fc.array(grant, { maxLength: 3 }), scopes, action, scope, (roles, only, what, where) => {
      expect(can({ roles: roles.map((one) => ({ ...one, only })) }, what, where)).toBe(only.includes(what) && can({ roles }, what, where));
    }));
  });

  it('nobody reaches another country, but to read as a region of it', () => {
    fc.assert(fc.property(grant, action, scope, (one, what, where) => {
      fc.pre(one.jurisdictionId !== null && one.jurisdictionId !== where.jurisdictionId);
      const reads = what === 'read' && (where.regionIds ?? []).includes(one.jurisdictionId ?? '');
      expect(can({ roles: [one] }, what, where) && !reads).toBe(false);
    }));
  });

  it('what may be done somewhere may be asked for, and what may not be done anywhere is done nowhere', () => {
    fc.assert(fc.property(fc.array(grant, { maxLength: 3 }), action, scope, (roles, what, where) => {
      if (can({ roles }, what, where)) expect(canSomewhere({ roles }, what)).toBe(true);
    }));
  });

  it('nobody gives more than they have', () => {
    fc.assert(fc.property(grant, grant, scope, (giver, given, where) => {
      fc.pre(mayGive({ roles: [giver] }, given));
      for (const what of ACTIONS) if (can({ roles: [given] }, what, where)) expect(can({ roles: [giver] }, what, where)).toBe(true);
    }));
  });

  it('an organiser of a country gives roles there and nowhere else, and no owner or auditor', () => {
    const gives = (role: Role, jurisdictionId: string | null, campaignId: number | null = 1) => mayGive(actor('organiser', 1, 'GB'), { role, campaignId, jurisdictionId });
    expect(ROLES.filter((role) => gives(role, 'GB'))).toEqual(['organiser', 'translator', 'manager', 'reader']);
    expect(ROLES.filter((role) => gives(role, 'FR') || gives(role, null) || gives(role, 'GB', 2) || gives(role, 'GB', null))).toEqual([]);
    expect(mayGive(actor('owner', 1), { role: 'owner', campaignId: 1, jurisdictionId: null })).toBe(true);
    expect(mayGive(actor('owner', 1), { role: 'owner', campaignId: null, jurisdictionId: null })).toBe(false);
  });
});
