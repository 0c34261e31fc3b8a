import { setTimeout as pause } from 'node:timers/promises';
import { ask, judgeAnswer } from './http.js';
import { type LoadParts } from './load.js';

const GOOD = { givenName: 'Canaryword', email: 'stranger@box.chaos.invalid', country: 'GB', ageConfirmed: true, consent: { petition: true } };
const RUBBISH: readonly (() => string)[] = [
  () => '{', () => 'null', () => '[]', () => JSON.stringify({ ...GOOD, email: 'nobody' }), () => JSON.stringify({ ...GOOD, country: 'Narnia' }),
  () => JSON.stringify({ ...GOOD, consent: { petition: false } }), () => JSON.stringify({ ...GOOD, givenName: 'a\u0000b' }), () => JSON.stringify({ ...GOOD, isAdmin: true }),
  () => JSON.stringify({ ...GOOD, givenName: 'x'.repeat(200_000) }), () => '{"__proto__":{"a":1}}', () => `${'['.repeat(5_000)}${']'.repeat(5_000)}`,
];

/** Posts rubbish, presses buttons that never were, and reads pages: none of it may be taken, and all of it be answered. */
export async function stranger({ random, answers, ...parts }: LoadParts): Promise<void> {
  while (parts.goesOn()) {
    const [url, petition] = [random.of(parts.urls), random.of(parts.petitions)];
    const { status } = await ask(answers, `${url}/api/v1/petitions/${petition.slug}/signatures`, random.of(RUBBISH)());
    if (status >= 200 && status < 300) answers.accepted.push('rubbish');
    const guess = await ask(answers, `${url}/api/v1/confirmations`, JSON.stringify({ token: 'A'.repeat(70) }));
    if (guess.status === 200) answers.accepted.push('a guessed token');
    judgeAnswer(answers, 'page', await ask(answers, `${url}/en/petitions/${petition.slug}`, null));
    await pause(150 + random.below(200));
  }
}
