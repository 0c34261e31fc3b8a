import { createHash } from 'node:crypto';
import { type DeviceRecord, type DeviceState, DRAIN_DAYS } from './device-protocol.js';
import { sheetLineId } from './sheet-rules.js';

const DAY = 86_400_000;

/** What of a petition decides whether a signature collected on a tablet or on paper is taken as it is. Times in milliseconds. */
export interface CollectedPetition {
  id: number;
  campaignId: number;
  takesSignatures: boolean;
  /** Where a law demands names, people are told by the page above its button: tablets and paper do not collect for it. */
  demandsNames?: boolean;
  status: 'draft' | 'open' | 'closed';
  /** Since when it takes signatures; null: not known. */
  openedAt: number | null;
  /** Since when it takes none, or will take none; null: not known, or never. */
  closedAt: number | null;
  /** Newest version of the text by language. */
  textVersions: Readonly<Record<string, number>>;
}

export interface CollectedSheet {
  id: string;
  campaignId: number;
  petitionId: number;
  lines: number;
  state: string;
  printedAt: number;
}

/** Why a record is laid aside for a person to judge. Never a reason to send it back to a shop: nobody there can mend it. */
export const ASIDE = [
  'stores.no_such_petition', 'stores.device_retired', 'stores.signed_before_opening', 'stores.signed_after_closing', 'stores.late', 'stores.text_unknown',
  'stores.sheet_unknown', 'stores.sheet_mismatch', 'stores.sheet_attested', 'stores.sequence_conflict',
] as const;
export type AsideCode = (typeof ASIDE)[number];

/** A tablet's clock is believed only between its pairing (or the printing of the sheet) and the receipt. Milliseconds. */
export function believedInstant(claimed: number, notBefore: number, receivedAt: number): number {
  return Math.min(Math.max(claimed, Math.min(notBefore, receivedAt)), receivedAt);
}

/** Null: taken. Signed before closing and received within 30 days of it counts; later is for a person to judge. */
export function asideReason(
  record: Pick<DeviceRecord, 'id' | 'petitionId' | 'textVersion' | 'language' | 'channel' | 'sheet'>,
  { state, campaignId, petition, sheet, believedAt, receivedAt }:
  { state: DeviceState; campaignId: number; petition: CollectedPetition | null; sheet: CollectedSheet | null; believedAt: number; receivedAt: number },
): AsideCode | null {
  if (petition === null || petition.campaignId !== campaignId || !petition.takesSignatures || petition.demandsNames || petition.status === 'draft') return 'stores.no_such_petition';
  if (state === 'retired') return 'stores.device_retired';
  if (!(record.textVersion <= (petition.textVersions[record.language] ?? 0))) return 'stores.text_unknown';
  if ((record.channel === 'paper') !== (record.sheet != null)) return 'stores.sheet_mismatch';
  if (record.sheet) {
    if (sheet === null || sheet.campaignId !== campaignId) return 'stores.sheet_unknown';
    if (sheet.petitionId !== record.petitionId || record.sheet.line > sheet.lines || record.id !== sheetLineId(record.sheet.id, record.sheet.line, record.sheet.attempt)) return 'stores.sheet_mismatch';
    if (sheet.state === 'attested') return 'stores.sheet_attested';
  }
  if (petition.openedAt !== null && believedAt < petition.openedAt - (record.channel === 'paper' ? DAY : 0)) return 'stores.signed_before_opening';
  const closedAt = petition.closedAt ?? (petition.status === 'closed' ? -Infinity : Infinity);
  if (believedAt > closedAt) return 'stores.signed_after_closing';
  return receivedAt > closedAt + DRAIN_DAYS * DAY ? 'stores.late' : null;
}

/** What tells whether a record that comes again is the same: all that it is bound to, and the sealed bytes. */
export function payloadHash(record: DeviceRecord): Buffer {
  const { id, petitionId, textVersion, language, channel, signedAt, sealed } = record;
  return createHash('sha256').update(JSON.stringify([id, petitionId, textVersion, language, channel, signedAt, sealed])).digest();
}
