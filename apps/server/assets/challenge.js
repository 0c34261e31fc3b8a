/**
 * Solves a proof of work (ALTCHA, version 1), fetched only where a petition asks for one. The same file is page's half and worker's half:
 * the page must not stand still meanwhile.
 */
const inWorker = typeof document === 'undefined';

/** Finds the solution and lays it into the form. A browser that cannot sends the form without: it is taken all the same, and looked at. */
export default async (challenge, form) => {
  const note = Object.assign(document.createElement('p'), { className: 'notice', textContent: challenge.words });
  note.setAttribute('role', 'status');
  form.querySelector('button[type=submit]').before(note);
  const number = await found(challenge);
  note.remove();
  if (number === null) return;
  const { algorithm, salt, signature } = challenge;
  const value = btoa(JSON.stringify({ algorithm, challenge: challenge.challenge, number, salt, signature }));
  form.append(Object.assign(document.createElement('input'), { type: 'hidden', name: 'challenge', value }));
};

const found = ({ salt, challenge, maxnumber }) => new Promise((resolve) => {
  const worker = new Worker(import.meta.url, { type: 'module' });
  const done = (number) => { clearTimeout(tired); worker.terminate(); resolve(number); };
  const tired = setTimeout(done, 30_000, null);
  worker.onmessage = ({ data }) => done(data);
  worker.onerror = () => done(null);
  worker.postMessage({ salt, wanted: challenge, most: maxnumber });
});

async function solve({ salt, wanted, most }) {
  const encoder = new TextEncoder();
  for (let from = 0; from <= most; from += 64) {
    // Many at a time: waiting for each would take longer than the work.
    const tries = Array.from({ length: Math.min(64, most - from + 1) }, (_, n) => crypto.subtle.digest('SHA-256', encoder.encode(salt + (from + n))));
    const found = (await Promise.all(tries)).findIndex((digest) => hex(digest) === wanted);
    if (found >= 0) return from + found;
  }
  return null;
}

const hex = (digest) => Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');

if (inWorker) onmessage = ({ data }) => void solve(data).then(postMessage, () => postMessage(null));
