import { describe, expect, it } from '@jest/globals';
import { boardPage, type BoardQuestion, PROMISES_A_PAGE } from './board-rules.js';
import { type PromiseView } from './view-models.js';

const promise = (id: string, change: Partial<PromiseView> = {}): PromiseView => ({
  commitment: { id, text: { text: id, lang: 'en' }, by: null, state: 'promised', due: null, together: null, answers: [], history: [] },
  place: { id: 'FR' }, href: '/', state: 'promised', kind: 'policy', goals: ['legal'], instrument: null, dueTo: null, overdue: false, since: null, ...change,
});
const everything: BoardQuestion = { country: null, goal: null, instrument: null, status: null, overdue: false, sort: 'due', page: 1 };
const found = (promises: PromiseView[], question: Partial<BoardQuestion>): string[] =>
  boardPage(promises, { ...everything, ...question }, ({ place }) => place.id, 'en').promises.map(({ commitment }) => commitment.id);

const BOARD = [
  promise('late', { dueTo: '2026-01-01', overdue: true, since: '2025-01-01' }),
  promise('kept', { place: { id: 'DE' }, state: 'fulfilled', goals: ['services'], since: '2026-05-01' }),
  promise('soon', { dueTo: '2027-01-01', goals: ['legal', 'prevention'], instrument: { key: 'tp', name: { text: 'Protocol', lang: 'en' } } }),
];

describe('the board of promises', () => {
  it('is in the order of days due, those without one last; or by country; or by what changed last', () => {
    expect(found(BOARD, {})).toEqual(['late', 'soon', 'kept']);
    expect(found(BOARD, { sort: 'country' })).toEqual(['kept', 'late', 'soon']);
    expect(found(BOARD, { sort: 'newest' })).toEqual(['kept', 'late', 'soon']);
  });

  it('answers several questions at once', () => {
    expect(found(BOARD, { goal: 'legal' })).toEqual(['late', 'soon']);
    expect(found(BOARD, { goal: 'legal', overdue: true })).toEqual(['late']);
    expect(found(BOARD, { instrument: 'tp' })).toEqual(['soon']);
    expect(found(BOARD, { country: 'DE', status: 'promised' })).toEqual([]);
  });

  it('counts behind each choice what it would lead to', () => {
    const { choices } = boardPage(BOARD, { ...everything, goal: 'legal', country: 'FR' }, ({ place }) => place.id, 'en');
    expect(choices.country).toEqual([{ key: 'FR', n: 2 }]);
    expect(choices.goal).toEqual([{ key: 'legal', n: 2 }, { key: 'prevention', n: 1 }]);
    expect(choices.overdue).toBe(1);
  });

  it('has pages, and a page that is not there is the last', () => {
    const many = Array.from({ length: PROMISES_A_PAGE + 3 }, (_, n) => promise(`p${n}`));
    const { promises, pages, page, total } = boardPage(many, { ...everything, page: 99 }, ({ place }) => place.id, 'en');
    expect([promises.length, pages, page, total]).toEqual([3, 2, 2, PROMISES_A_PAGE + 3]);
  });
});
