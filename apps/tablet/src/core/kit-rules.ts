import type { Kit, KitPetition } from '#libs/stores';
import { isObject } from './answer-rules.js';

/** Whether a petition takes signatures at that instant (milliseconds by the server's clock): the kit may be days old. */
export function isOpen(petition: KitPetition, nowMs: number): boolean {
  const from = petition.opensAt === null ? -Infinity : Date.parse(petition.opensAt);
  const to = petition.closesAt === null ? Infinity : Date.parse(petition.closesAt);
  if (nowMs < from || nowMs >= to) return false;
  // Fetched before it opened, the kit says "not open"; its dates know better.
  return petition.open || petition.opensAt !== null;
}

/** The petitions that may be signed now. */
export function openPetitions(state: { kit: Kit | null }, nowMs: number): KitPetition[] {
  return (state.kit?.petitions ?? []).filter((petition) => isOpen(petition, nowMs));
}

/** Whether what came has the form of a kit for this device; its keys are checked apart (`verifyKitKey`). */
export function asKit(body: unknown, device: string): Kit | null {
  if (!isObject(body)) return null;
  const { version, campaign, store, petitions, sheets, keys, pinReset } = body;
  const whole = typeof version === 'string' && isObject(campaign) && isObject(store) && isObject(body.device) && Number.isInteger(pinReset)
    && typeof store.timeZone === 'string' && typeof store.language === 'string' && body.device.id === device
    && Array.isArray(petitions) && petitions.every(isPetition) && Array.isArray(sheets) && sheets.every(isSheet) && Array.isArray(keys) && keys.every(isKey);
  return whole ? (body as unknown as Kit) : null;
}

const isPetition = (value: unknown): boolean =>
  isObject(value) && Number.isInteger(value.id) && Array.isArray(value.texts) && value.texts.length > 0 && Array.isArray(value.calls);

const isSheet = (value: unknown): boolean =>
  isObject(value) && typeof value.id === 'string' && Number.isInteger(value.lines) && typeof value.printedAt === 'string' && !Number.isNaN(Date.parse(value.printedAt));

const isKey = (value: unknown): boolean =>
  isObject(value) && (value.suite === 'x25519' || value.suite === 'p256')
  && [value.campaignId, value.keyId, value.month, value.publicKey, value.rootPublicKey, value.rootFingerprint, value.signature].every((part) => typeof part === 'string');
