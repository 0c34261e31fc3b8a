import { setTimeout as pause } from 'node:timers/promises';
import { ask, judgeAnswer } from './http.js';
import { type LoadParts } from './load.js';
import { type Letter } from './post-office.js';

const TRIES = 6;

/** Presses the button of most confirmation mails; some twice. */
export async function confirmer(parts: LoadParts): Promise<void> {
  const { post, ledger, random } = parts;
  while (parts.goesOn()) {
    const letter = post.toConfirm.shift();
    const petition = parts.petitions.find(({ id }) => id === letter?.petitionId);
    if (!letter || !petition || random.next() < 0.15) {
      await pause(letter ? 1 : 60);
      continue;
    }
    ledger.note({ e: 'press', petition: petition.slug, person: letter.person });
    for (let tries = 0; tries < TRIES && parts.goesOn(); tries += 1) {
      const { status, body } = await ask(parts.answers, `${random.of(parts.urls)}/api/v1/confirmations`, JSON.stringify({ token: letter.token }));
      // A newer attempt of the same mailbox may have ended this button: 404 and 410 are clear answers.
      if (status === 200) ledger.note({ e: 'pressed', petition: petition.slug, person: letter.person });
      if (status === 404 || status === 410 || (status === 200 && random.next() < 0.9)) break;
      judgeAnswer(parts.answers, 'confirming', { status, body });
      await pause(200);
    }
  }
}

/** Takes signatures back: asks for the link where there is none yet, and presses it. */
export async function leaver(parts: LoadParts): Promise<void> {
  const { people, random, post } = parts;
  while (parts.goesOn()) {
    await pause(900 + random.below(900));
    const petition = random.of(parts.petitions);
    const person = people.toLeave(petition);
    if (person === null) continue;
    const name = `${petition.id} ${person}`;
    for (let tries = 0; tries < TRIES && !post.toWithdraw.has(name) && parts.goesOn(); tries += 1) {
      const answer = await ask(parts.answers, `${random.of(parts.urls)}/api/v1/withdrawal-requests`, JSON.stringify({ petition: petition.slug, email: people.address(person) }));
      judgeAnswer(parts.answers, 'asking for the link', answer);
      for (const end = Date.now() + 3_000; !post.toWithdraw.has(name) && Date.now() < end && parts.goesOn();) await pause(50);
    }
    const letter = post.toWithdraw.get(name);
    if (letter) await press(parts, petition.slug, letter);
  }
}

async function press({ ledger, random, ...parts }: LoadParts, petition: string, { token, record, person }: Letter): Promise<void> {
  ledger.note({ e: 'withdraw', petition, person, record });
  for (let tries = 0; tries < TRIES && parts.goesOn(); tries += 1) {
    const answer = await ask(parts.answers, `${random.of(parts.urls)}/api/v1/withdrawals`, JSON.stringify({ token }));
    judgeAnswer(parts.answers, 'withdrawing', answer);
    if (answer.status === 200) return ledger.note({ e: 'withdrawn', petition, person });
    await pause(300);
  }
}
