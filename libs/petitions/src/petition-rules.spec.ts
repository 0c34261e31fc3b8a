import { describe, expect, it } from '@jest/globals';
import { DATE_NOT_IN_SOURCE, petitionSlug, signable, type SignableFacts } from './petition-rules.js';

const now = new Date('2026-03-10T12:00:00Z');
const petition = (more: Partial<SignableFacts> = {}): SignableFacts => ({
  status: 'open', takesSignatures: true, opensAt: null, closesAt: null, closedAt: null, closedReason: null, ...more,
});

describe('whether a petition takes a signature', () => {
  it('does while it is open', () => expect(signable(petition(), now)).toEqual({ state: 'open' }));

  it('does not as a draft, whatever its dates', () => {
    const opensAt = new Date('2026-03-01T00:00:00Z');
    expect(signable(petition({ status: 'draft', opensAt }), now)).toEqual({ state: 'not-yet', opensAt });
  });

  it('does from the instant it opens until the instant before it closes', () => {
    expect(signable(petition({ opensAt: now }), now).state).toBe('open');
    expect(signable(petition({ opensAt: new Date(now.getTime() + 1) }), now).state).toBe('not-yet');
    expect(signable(petition({ closesAt: new Date(now.getTime() + 1) }), now).state).toBe('open');
    expect(signable(petition({ closesAt: now }), now)).toEqual({ state: 'closed', why: 'ended', since: now, reason: null });
  });

  it('says that a record was closed, and that no source says when', () => {
    expect(signable(petition({ status: 'closed', closedReason: DATE_NOT_IN_SOURCE }), now))
      .toEqual({ state: 'closed', why: 'closed', since: null, reason: 'date not in the source' });
  });

  it('sends people of a region to their own country\'s petition', () => {
    expect(signable(petition({ takesSignatures: false }), now)).toEqual({ state: 'takes-none' });
  });
});

describe('the slug of a petition', () => {
  it('is the campaign and the jurisdiction in lower case', () => {
    expect(petitionSlug('keep-your-word', 'GB')).toBe('keep-your-word-gb');
    expect(petitionSlug('keep-your-word', 'region-middle-east')).toBe('keep-your-word-region-middle-east');
  });
});
