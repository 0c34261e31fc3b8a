import { type Page } from 'playwright-core';
import { eventually } from '../../support/installation.js';
import { type Proof } from '../../support/proofs.js';
import { type ShopFloor } from '../../support/shop-floor.js';
import { said, sign } from '../till.js';
import { allArrive, arrived, onDisk, openTill, sendNow, shows, type Till } from './floor.js';
import { type Meddling } from './meddler.js';

interface Expected { door: string | null; kept: boolean; staff?: 'staff.trouble.ask-manager.title' }

/** What the door answers, whether the tablet keeps its record, and what staff are shown. `null`: the batch never reached the door. */
const CASES: readonly (readonly [Meddling, Expected])[] = [
  ['twice', { door: '200, 200', kept: false }],
  ['flip-body', { door: '401 devices.signature', kept: true, staff: 'staff.trouble.ask-manager.title' }],
  ['flip-signature', { door: '401 devices.signature', kept: true, staff: 'staff.trouble.ask-manager.title' }],
  ['other-number', { door: '401 devices.signature', kept: true, staff: 'staff.trouble.ask-manager.title' }],
  ['other-device', { door: '401 devices.signature', kept: true, staff: 'staff.trouble.ask-manager.title' }],
  ['old-one', { door: '200', kept: true }],
  ['forged-answer', { door: null, kept: true }],
  ['foreign-answer', { door: '200', kept: true }],
];

/** Somebody on the line. TLS would keep them out; the door and the tablet do not rely on it. */
export async function lineProofs(floor: ShopFloor, add: (...more: Proof[]) => void): Promise<void> {
  const till = await openTill(floor);
  try {
    await sign(till.page, { givenName: 'Ada', familyName: 'Line', postcode: 'LS1 4DY' });
    let thanked = 1;
    await eventually('the first arrived', async () => (await arrived(floor, till.deviceId)).signatures === 1);
    for (const [meddling, expected] of CASES) {
      add(await meddledWith(till, meddling, expected));
      thanked += 1;
      till.line.meddling = 'pass';
      await sendNow(till.page);
      const end = await allArrive(floor, till, thanked);
      add({ what: `${meddling}, then left alone`, wanted: 'all arrive, once', ...end });
    }
  } finally {
    await till.end();
  }
}

async function meddledWith({ page, line }: Till, meddling: Meddling, { door, kept, staff }: Expected): Promise<Proof> {
  line.meddling = 'down';
  await sign(page, { givenName: meddling, familyName: 'Line', postcode: 'LS1 4DY' });
  line.meddling = meddling;
  line.answers.splice(0);
  await sendNow(page);
  await eventually('it was sent', () => door === null || line.answers.length >= door.split(', ').length, 40_000).catch(() => undefined);
  const told = staff === undefined ? null : await shows(page, said(staff));
  await settled(page);
  const { outbox } = await onDisk(page);
  const [answers, waits] = [line.answers.slice(0, door?.split(', ').length ?? 0).join(', '), outbox.length];
  return {
    what: `${meddling} on the line`, wanted: `${door ?? 'no answer of ours'}; ${kept ? 'kept' : 'exchanged for a receipt'}${staff ? '; staff told' : ''}`,
    found: `${answers || 'nothing reached the door'}; ${waits} waiting${told === null ? '' : told ? '; staff told' : '; staff NOT told'}`,
    held: answers === (door ?? '') && waits === (kept ? 1 : 0) && told !== false,
  };
}

const settled = (page: Page): Promise<void> => page.waitForTimeout(1_500);
