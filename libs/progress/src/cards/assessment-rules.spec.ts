import { describe, expect, it } from '@jest/globals';
import { assessmentFaults, mayReview, replyFaults, roundFaults, stateAfter } from './assessment-rules.js';
import type { AssessmentInput } from './assessments.types.js';

const TODAY = '2026-03-01';
const rated: AssessmentInput = { rating: 'yellow', star: false, reasons: { en: 'There is a plan, and no money.' }, sources: [{ title: 'Report', url: 'https://example.org/r' }] };
const codes = (faults: readonly { field: string; code: string }[]): string[] => faults.map(({ field, code }) => `${field} ${code}`);

describe('an assessment', () => {
  it('says why, unless it is not known', () => {
    expect(assessmentFaults(rated, TODAY)).toEqual([]);
    expect(codes(assessmentFaults({ ...rated, reasons: { en: '  ' } }, TODAY))).toEqual(['reasons required']);
    expect(codes(assessmentFaults({ ...rated, rating: 'not-assessed', reasons: {} }, TODAY))).toEqual(['reasons required']);
    expect(assessmentFaults({ ...rated, rating: null, reasons: {} }, TODAY)).toEqual([]);
  });

  it('rests on what can be looked at, on a day that has come', () => {
    expect(codes(assessmentFaults({ ...rated, sources: [{ url: 'javascript:alert(1)' }, {}], assessedOn: '2026-03-02' }, TODAY)))
      .toEqual(['sources/0/url link_unsafe', 'sources/1 required', 'assessedOn in_future']);
  });

  it('goes from draft to public by these steps and no others', () => {
    expect([stateAfter('draft', 'submit'), stateAfter('submitted', 'approve'), stateAfter('approved', 'publish'), stateAfter('approved', 'send-back')]).toEqual(['submitted', 'approved', 'published', 'sent-back']);
    expect([stateAfter('draft', 'approve'), stateAfter('draft', 'publish'), stateAfter('submitted', 'publish'), stateAfter('sent-back', 'submit'), stateAfter('published', 'send-back'), stateAfter('replaced', 'approve')]).toEqual(Array(6).fill(null));
  });

  it('is reviewed by nobody who wrote on it', () => {
    expect([mayReview('vera', ['wanda', 'sven']), mayReview('sven', ['wanda', 'sven'])]).toEqual([true, false]);
  });
});

describe('a round', () => {
  it('has a name, a title, a period and somebody to look at', () => {
    const round = { key: 'cards-2025', title: { en: 'Cards' }, period: '2025', jurisdictions: ['SE'] };
    expect(roundFaults(round, ['SE', 'NO'])).toEqual([]);
    expect(codes(roundFaults({ key: 'Cards 2025', title: {}, period: 'last year', jurisdictions: ['XX'] }, ['SE']))).toEqual(['key unknown', 'title required', 'period date_unreadable', 'jurisdictions unknown']);
  });
});

describe('a reply', () => {
  it('is kept in the words in which it came', () => {
    const reply = { round: 'r', jurisdiction: 'SE', byWhom: 'Ministry', receivedOn: TODAY, language: 'sv', texts: { sv: 'Nej.', en: 'No.' } };
    expect(replyFaults(reply, TODAY)).toEqual([]);
    expect(codes(replyFaults({ ...reply, texts: { en: 'No.' }, receivedOn: '2026-03' }, TODAY))).toEqual(['texts required', 'receivedOn day_required']);
  });
});
