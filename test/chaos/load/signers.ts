import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { type Petition } from '../stage/scene.js';
import { ask, judgeAnswer } from './http.js';
import { type LoadParts } from './load.js';

const TRIES = 8;

/** Signs, and signs again: new people and known ones in another spelling, with and without a key for retries. */
export async function signer({ people, petitions, random, ...parts }: LoadParts): Promise<void> {
  while (parts.goesOn()) {
    const petition = random.weighted(petitions.map((one, n) => [one, n === 0 ? 45 : 18] as const));
    await sign({ people, petitions, random, ...parts }, petition, people.mailbox(petition, 0.25));
    await pause(40 + random.below(120));
  }
}

async function sign(parts: LoadParts, petition: Petition, person: string): Promise<void> {
  const { people, ledger, random } = parts;
  const key = random.next() < 0.6 ? randomUUID() : null;
  const nonce = people.newNonce();
  const body = JSON.stringify({
    givenName: 'Canaryword', familyName: person.toUpperCase(), email: people.address(person), town: `Kanarie-${nonce}`, country: 'GB', ageConfirmed: true, consent: { petition: true },
  });
  ledger.note({ e: 'try', nonce, petition: petition.slug, person, live: petition.confirmation === 'none' });
  // Without a key nobody may ask again and mean the same signature.
  for (let tries = 0; tries < (key ? TRIES : 1) && parts.goesOn(); tries += 1) {
    const answer = await ask(parts.answers, `${random.of(parts.urls)}/api/v1/petitions/${petition.slug}/signatures`, body, key ? { 'idempotency-key': key } : {});
    judgeAnswer(parts.answers, 'signing', answer);
    if (answer.status === 202) return ledger.note({ e: 'ack', nonce });
    await pause(150 + random.below(300));
  }
}
