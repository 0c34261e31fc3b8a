import type { DeviceRecord, Kit, KitKey, KitSheet } from '#libs/stores';
import { toBase64 } from '../crypto/bytes.js';
import { sheetLineId, uuidv7 } from '../crypto/ids.js';
import { type SealedFields, sealSignature } from '../crypto/seal.js';
import { chooseKey } from '../crypto/suite.js';
import { localDay, signedAtOfLine } from './clock-rules.js';
import { type Captured, type Outbox } from './outbox.js';
import { type CustomerSigning, NoKey, type SheetLine, UnknownSheet } from './types.js';

/** The two clocks at one instant. */
export interface Instant {
  deviceMs: number;
  offsetMs: number;
}

/**
 * Seals what a person wrote and only then lets go of it, towards the outbox. Nothing unsealed is stored, sent, logged or thrown from here.
 *
 * `signedAt` is the tablet's clock corrected by the newest offset known. It is not forced to rise from record to record: one record made
 * while the clock stood a year ahead would drag all later ones there. Both clocks are kept, and the order is that of `seq`.
 */
export class Capturing {
  constructor(private readonly outbox: Outbox, private readonly suite: 'x25519' | 'p256') {}

  customer(kit: Kit, signing: CustomerSigning, instant: Instant): Promise<void> {
    const nowMs = instant.deviceMs + instant.offsetMs;
    const { petitionId, textVersion, language } = signing;
    const of = { id: uuidv7(nowMs), petitionId, textVersion, language, channel: 'store' as const, signedAt: new Date(nowMs).toISOString() };
    return this.keep(kit, signing, { ...of, sheet: null }, instant, 'captured');
  }

  /** @throws UnknownSheet RangeError for a day that doesn't exist */
  async line(kit: Kit, typed: SheetLine, instant: Instant): Promise<void> {
    const sheet = kit.sheets.find(({ id }) => id === typed.sheetId);
    if (!sheet || !Number.isInteger(typed.line) || typed.line < 1 || typed.line > sheet.lines) throw new UnknownSheet();
    const { petitionId, textVersion, language, line, attempt, secondKeying } = typed;
    const signedAt = signedAtOfLine(typed.signedOn, kit.store.timeZone, sheet.printedAt, instant.deviceMs + instant.offsetMs);
    const id = await sheetLineId(sheet.id, line, attempt);
    const of = { id, petitionId, textVersion, language, channel: 'paper' as const, signedAt };
    await this.keep(kit, typed.person, { ...of, sheet: { id: sheet.id, line, attempt, secondKeying } }, instant, 'typed');
  }

  /** The lines of a sheet that this tablet has typed in the attempt that is wanted now: their ids say so, whatever was restarted since. */
  async linesKept(sheet: KitSheet): Promise<ReadonlySet<number>> {
    const lines = Array.from({ length: sheet.lines }, (_, index) => index + 1);
    const ids = await Promise.all(lines.map((line) => sheetLineId(sheet.id, line, sheet.attempts[String(line)] ?? 1)));
    const kept = await this.outbox.kept(ids, sheet.secondKeying);
    return new Set(lines.filter((_, index) => kept.has(ids[index] ?? '')));
  }

  private async keep(kit: Kit, person: SealedFields, of: Omit<DeviceRecord, 'seq' | 'shiftId' | 'deviceClock' | 'offsetMs' | 'sealed'>, instant: Instant, kind: Captured): Promise<void> {
    const nowMs = instant.deviceMs + instant.offsetMs;
    const { givenName, familyName, email, postcode, town, country } = person;
    const { id: recordId, petitionId, textVersion, language, channel, signedAt } = of;
    const sealed = await sealSignature(this.key(kit.keys, nowMs), { givenName, familyName, email, postcode, town, country }, { recordId, petitionId, textVersion, language, channel, signedAt });
    const draft = { ...of, deviceClock: new Date(instant.deviceMs).toISOString(), offsetMs: instant.offsetMs, sealed: toBase64(sealed) };
    await this.outbox.add(draft, localDay(nowMs, kit.store.timeZone), kind);
  }

  /** Every browser that can do X25519 can do P-256; the other way round not. */
  private key(keys: readonly KitKey[], nowMs: number): KitKey {
    const key = chooseKey(keys, this.suite, nowMs) ?? chooseKey(keys, 'p256', nowMs);
    if (!key) throw new NoKey();
    return key;
  }
}
