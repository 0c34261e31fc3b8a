import { describe, expect, it } from '@jest/globals';
import { asideReason, believedInstant, type CollectedPetition } from './collection-rules.js';
import { sheetLineId } from './sheet-rules.js';

const DAY = 86_400_000;
const opened = Date.parse('2026-03-01T00:00:00Z');
const closed = Date.parse('2026-06-01T00:00:00Z');
const petition: CollectedPetition = { id: 7, campaignId: 1, takesSignatures: true, status: 'closed', openedAt: opened, closedAt: closed, textVersions: { en: 2 } };
const sheet = { id: '0f0e0d0c-0b0a-4908-8706-050403020100', campaignId: 1, petitionId: 7, lines: 12, state: 'returned', printedAt: opened };
const customer = { id: 'a', petitionId: 7, textVersion: 2, language: 'en', channel: 'store' as const, sheet: null };
const line = (number: number, attempt = 1) => ({ ...customer, channel: 'paper' as const, id: sheetLineId(sheet.id, number, attempt), sheet: { id: sheet.id, line: number, attempt, secondKeying: false } });
const usual = { state: 'active' as const, campaignId: 1, petition, sheet: null, believedAt: closed - DAY, receivedAt: closed + 29 * DAY };

describe('what a tablet brings', () => {
  it('counts if it was signed before closing and received within 30 days of it', () => {
    expect(asideReason(customer, usual)).toBeNull();
    expect(asideReason(customer, { ...usual, receivedAt: closed + 30 * DAY })).toBeNull();
    expect(asideReason(customer, { ...usual, receivedAt: closed + 30 * DAY + 1 })).toBe('stores.late');
    expect(asideReason(customer, { ...usual, believedAt: closed + 1 })).toBe('stores.signed_after_closing');
    expect(asideReason(customer, { ...usual, believedAt: opened - 1 })).toBe('stores.signed_before_opening');
  });

  it('counts however late while the petition is open', () => {
    expect(asideReason(customer, { ...usual, petition: { ...petition, status: 'open', closedAt: null }, receivedAt: closed + 400 * DAY })).toBeNull();
  });

  it('is laid aside where a person must judge', () => {
    expect(asideReason(customer, { ...usual, state: 'retired' })).toBe('stores.device_retired');
    expect(asideReason(customer, { ...usual, petition: null })).toBe('stores.no_such_petition');
    expect(asideReason(customer, { ...usual, campaignId: 2 })).toBe('stores.no_such_petition');
    expect(asideReason(customer, { ...usual, petition: { ...petition, demandsNames: true } })).toBe('stores.no_such_petition');
    expect(asideReason({ ...customer, textVersion: 3 }, usual)).toBe('stores.text_unknown');
    expect(asideReason({ ...customer, language: 'xx' }, usual)).toBe('stores.text_unknown');
    // A record's petition: closed, and no source says since when.
    expect(asideReason(customer, { ...usual, petition: { ...petition, closedAt: null } })).toBe('stores.signed_after_closing');
  });

  it('from paper belongs to a line of a sheet of that petition', () => {
    expect(asideReason(line(12), { ...usual, sheet })).toBeNull();
    expect(asideReason(line(13), { ...usual, sheet })).toBe('stores.sheet_mismatch');
    expect(asideReason({ ...line(3), id: line(4).id }, { ...usual, sheet })).toBe('stores.sheet_mismatch');
    expect(asideReason(line(3), { ...usual, sheet: null })).toBe('stores.sheet_unknown');
    expect(asideReason(line(3), { ...usual, sheet: { ...sheet, state: 'attested' } })).toBe('stores.sheet_attested');
    expect(asideReason({ ...customer, channel: 'paper' }, usual)).toBe('stores.sheet_mismatch');
    expect(line(3).id).not.toBe(line(3, 2).id);
    expect(line(3).id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  it('is believed about the time only between pairing and receipt', () => {
    expect(believedInstant(5, 10, 20)).toBe(10);
    expect(believedInstant(15, 10, 20)).toBe(15);
    expect(believedInstant(25, 10, 20)).toBe(20);
    expect(believedInstant(5, 30, 20)).toBe(20);
  });
});
