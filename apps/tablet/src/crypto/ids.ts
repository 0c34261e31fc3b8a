import { sha256, toHex, utf8 } from './bytes.js';

const UUID_BYTES = 16;
const TIME_BYTES = 6;

/**
 * A UUIDv7 (RFC 9562, 5.7): 48 bits of milliseconds, the rest random. `random` fills what it is given; the default is the only one for
 * real records.
 */
export function uuidv7(at: number, random: (bytes: Uint8Array<ArrayBuffer>) => unknown = (bytes) => crypto.getRandomValues(bytes)): string {
  const bytes = new Uint8Array(UUID_BYTES);
  random(bytes.subarray(TIME_BYTES));
  const view = new DataView(bytes.buffer);
  view.setUint16(0, Math.floor(at / 2 ** 32));
  view.setUint32(2, at % 2 ** 32);
  return asUuid(bytes, 7);
}

/**
 * The id of a line of a paper sheet: a UUIDv8 that follows from sheet, line and attempt, so that a line typed twice, on whichever tablet,
 * is one record. As `sheetLineId` of libs/stores.
 */
export async function sheetLineId(sheetId: string, line: number, attempt: number): Promise<string> {
  return asUuid((await sha256(utf8(`countersign.sheet-line.1\0${sheetId.toLowerCase()}\0${line}\0${attempt}`))).slice(0, UUID_BYTES), 8);
}

function asUuid(bytes: Uint8Array, version: 7 | 8): string {
  bytes[6] = (version << 4) | ((bytes[6] ?? 0) & 0x0f);
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f);
  return toHex(bytes).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
