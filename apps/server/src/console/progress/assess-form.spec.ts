import { describe, expect, it } from '@jest/globals';
import { assessmentField, assessmentFrom, roundFrom } from './assess-form.js';

describe('the form of a rating', () => {
  it('reads reasons by language, sources row by row, and the version that the writer looked at', () => {
    expect(assessmentFrom({
      rating: 'red', 'reasons.en': ' No plan. ', 'reasons.sv': '', 'further.language': 'fr', 'further.text': 'Aucun plan.', 'source.0.title': '', 'source.0.url': '', 'source.1.title': 'A law', 'source.1.url': 'https://example.org/', assessedOn: '3 December 2026', basedOn: '4',
    }, [], 'en')).toEqual({ rating: 'red', star: false, reasons: { en: 'No plan.', sv: '', fr: 'Aucun plan.' }, sources: [{ title: 'A law', url: 'https://example.org/' }], assessedOn: '2026-12-03', basedOn: 4 });
  });

  it('takes "not known" for no rating, and hands on what is none for the rules to refuse', () => {
    expect([{ rating: 'not-known' }, {}, { rating: 'blue' }].map((body) => assessmentFrom(body, [], 'en').rating)).toEqual([null, null, 'blue']);
  });

  it('keeps of a source what no form shows', () => {
    expect(assessmentFrom({ 'source.0.title': 'Report' }, [{ document: 'report', place: 'p. 3', title: 'Old' }], 'en').sources).toEqual([{ document: 'report', place: 'p. 3', title: 'Report' }]);
  });

  it('leads each fault of the rules to its field', () => {
    expect(['sources/2/url', 'sources/0', 'reasons', 'rating'].map((field) => assessmentField(field, 'sv'))).toEqual(['source.2.url', 'source.0.title', 'reasons.sv', 'rating']);
  });

  it('names a round in addresses by its title, or by its period where the title has none of our letters', () => {
    expect([{ title: 'First look 2026', period: '2026' }, { title: 'النظرة الأولى', period: '2026' }].map((body) => roundFrom(body, 'en', 'en').key)).toEqual(['first-look-2026', 'round-2026']);
  });
});
