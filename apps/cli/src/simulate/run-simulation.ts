import type { HttpDoor } from './http-door.js';
import type { Post, Signer, Simulation } from './plan-simulation.js';

export interface Outcome {
  sent: number;
  accepted: number;
  refused: number;
  /** Posts answered otherwise than they should have been, by status. */
  wrong: string[];
  /** Buttons pressed. */
  confirmed: number;
  /** People whose mail did not come. */
  mailless: number;
}

export interface RunOptions {
  petition: string;
  /** Posts per second; null: as fast as it goes. */
  rate: number | null;
  /** Whether the petition sends mails to be confirmed. */
  mails: boolean;
  onProgress: (outcome: Readonly<Outcome>) => void;
}

/** People whose mail is waited for at a time: far fewer than the mails the catcher keeps. */
const MOST_WAITING = 400;
const MAIL_WITHIN_MS = 120_000;
const MAIL_LOOKS_AT_ONCE = 6;
const PROGRESS_MS = 2_000;

/** Sends what was planned, presses the buttons meanwhile, and counts the answers. */
export async function runSimulation(door: HttpDoor, plan: Simulation, options: RunOptions): Promise<Outcome> {
  const outcome: Outcome = { sent: 0, accepted: 0, refused: 0, wrong: [], confirmed: 0, mailless: 0 };
  const path = `/api/v1/petitions/${encodeURIComponent(options.petition)}/signatures`;
  const pace = paceOf(options.rate);
  const send = async (post: Post, good: boolean): Promise<void> => {
    await pace();
    const { status } = await door.post(path, post.body);
    outcome.sent += 1;
    if (status === 202) outcome.accepted += 1;
    else if (status >= 400 && status < 500 && status !== 429) outcome.refused += 1;
    if (good !== (status === 202)) outcome.wrong.push(`${good ? 'good' : 'faulty'} post answered ${status}`);
  };
  const letters = new Letters(door);
  const one = async (signer: Signer): Promise<void> => {
    await Promise.all([signer.first, ...signer.atOnce].map((post) => send(post, true)));
    if (options.mails && signer.confirms) {
      const token = await letters.tokenFor(signer.email);
      if (token === null) outcome.mailless += 1;
      else if ((await door.post('/api/v1/confirmations', { token })).status === 200) outcome.confirmed += 1;
      else outcome.wrong.push('a button was refused');
    }
    for (const post of signer.later) await send(post, true);
  };

  const progress = setInterval(() => options.onProgress(outcome), PROGRESS_MS);
  try {
    const faulty = plan.faulty.map((post) => () => send(post, false));
    const people = plan.signers.map((signer) => () => one(signer));
    await Promise.all([inTurn(people, MOST_WAITING), inTurn(faulty, 2)]);
  } finally {
    clearInterval(progress);
    letters.end();
  }
  return outcome;
}

async function inTurn(tasks: readonly (() => Promise<void>)[], atOnce: number): Promise<void> {
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let task = tasks[next++]; task; task = tasks[next++]) await task();
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, tasks.length) }, worker));
}

function paceOf(rate: number | null): () => Promise<void> {
  let due = Date.now();
  return async () => {
    if (rate === null) return;
    due = Math.max(due, Date.now() - 1_000) + 1_000 / rate;
    const wait = due - Date.now();
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
  };
}

/** Looks into mailboxes, the longest waiting first, a few at a time: hundreds asking at once would slow what they wait for. */
class Letters {
  private readonly waiting: { email: string; until: number; resolve: (token: string | null) => void; reject: (error: unknown) => void }[] = [];
  private looking = 0;
  private ended = false;

  constructor(private readonly door: HttpDoor) {}

  tokenFor(email: string): Promise<string | null> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ email, until: Date.now() + MAIL_WITHIN_MS, resolve, reject });
      if (this.looking < MAIL_LOOKS_AT_ONCE) void this.look();
    });
  }

  end(): void {
    this.ended = true;
  }

  private async look(): Promise<void> {
    this.looking += 1;
    for (let one = this.waiting.shift(); one && !this.ended; one = this.waiting.shift()) {
      try {
        const token = tokenIn((await this.door.get(`/dev/mail.json?to=${encodeURIComponent(one.email)}`)).text);
        if (token !== null || Date.now() > one.until) one.resolve(token);
        else {
          this.waiting.push(one);
          await new Promise((resolve) => setTimeout(resolve, this.waiting.length > 50 ? 5 : 50));
        }
      } catch (error) {
        one.reject(error);
      }
    }
    this.looking -= 1;
  }
}

/** The token of the newest mail that asks to confirm. */
function tokenIn(json: string): string | null {
  const mails = JSON.parse(json) as { text: string }[];
  for (const { text } of mails) {
    const token = /\/c\/([A-Za-z0-9_.-]+)/.exec(text)?.[1];
    if (token) return token;
  }
  return null;
}
