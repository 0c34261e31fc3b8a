import { setTimeout as pause } from 'node:timers/promises';
import type { BatchAnswer, DeviceRecord, Kit } from '#libs/stores';
import { MANAGER, type StoreParts, storeParts } from '../../support/stores.js';
import { eventually } from '../../support/installation.js';
import { type Petition, type Scene } from '../stage/scene.js';
import { type LoadParts } from './load.js';

interface Tablet {
  id: string;
  kit: Kit | null;
  pair(code: string): Promise<{ status: number }>;
  loadKit(): Promise<Kit>;
  record(person: { givenName: string; familyName: string; email: string | null; postcode: string | null; town: string }, more: object): Promise<DeviceRecord>;
  send(records: DeviceRecord[]): Promise<{ status: number; body: BatchAnswer & { code?: string } }>;
}

// A tablet's sources have a browser's types, and so are checked in a project of their own (test/tablet/tsconfig.json).
const { RawTablet } = (await import(new URL('../../tablet/raw-tablet.ts', import.meta.url).href)) as { RawTablet: { make(url: string): Promise<Tablet> } };

/** A tablet of a store, with what it has not been able to hand over yet. */
export interface Till { tablet: Tablet; petition: Petition; outbox: { record: DeviceRecord; nonce: string }[] }

/** One for a petition that counts at once, one for a petition that wants mails answered: what is signed in a store counts in both. */
export async function pairTills(scene: Scene, urls: readonly string[]): Promise<Till[]> {
  const parts: StoreParts = storeParts(scene.db);
  const tills: Till[] = [];
  for (const [n, petition] of scene.petitions.filter((_, at) => at % 2 === 0).entries()) {
    const store = await parts.storeFor(petition.slug);
    const tablet = await RawTablet.make(urls[n % urls.length] ?? '');
    const { code } = await parts.pairing.newCode(store.id, { deviceName: 'Till 1' }, MANAGER);
    const { status } = await tablet.pair(code);
    if (status !== 201) throw new Error(`a tablet could not be paired: ${status}`);
    await parts.pairing.admit(tablet.id, MANAGER);
    await eventually('the tablet has its kit', async () => (await tablet.loadKit()).keys.length > 0);
    tills.push({ tablet, petition, outbox: [] });
  }
  return tills;
}

/** Customers sign on a tablet, which sends until it is told that everything is kept, as the real one does. */
export async function till({ people, ledger, random, ...parts }: LoadParts, { tablet, petition, outbox }: Till): Promise<void> {
  while (parts.goesOn()) {
    for (let n = random.below(4); n >= 0 && outbox.length < 100; n -= 1) outbox.push(await customer());
    const sent = outbox.slice(0, 50);
    const answer = await Promise.race([tablet.send(sent.map(({ record }) => record)), pause(30_000, null)]).catch(() => undefined);
    if (answer === null) parts.answers.never.push('a tablet\'s batch');
    if (answer?.status === 200) {
      for (const { id, outcome } of answer.body.results) {
        const kept = sent.find(({ record }) => record.id === id);
        if (!kept) continue;
        if (outcome === 'conflict') parts.answers.refused.set('a tablet\'s record: conflict', 1);
        ledger.note({ e: 'ack', nonce: kept.nonce });
        outbox.splice(outbox.indexOf(kept), 1);
      }
    }
    await pause(answer?.status === 200 ? 400 + random.below(800) : 300);
  }

  async function customer(): Promise<Till['outbox'][number]> {
    const nonce = people.newNonce();
    const withMail = random.next() < 0.5;
    const person = withMail ? people.mailbox(petition, 0.6) : `n${people.newNumber()}`;
    // Before anything is waited for: whoever signs once more is not about to take a signature back.
    ledger.note({ e: 'try', nonce, petition: petition.slug, person, live: true });
    const record = await tablet.record({
      givenName: 'Canaryword', familyName: person.toUpperCase(), email: withMail ? people.address(person) : null, postcode: withMail ? null : `CH ${person.slice(1)}`, town: `Kanarie-${nonce}`,
    }, { petitionId: petition.id });
    return { record, nonce };
  }
}
