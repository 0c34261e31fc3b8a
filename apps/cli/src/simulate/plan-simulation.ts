import { inventedAddress, inventPerson, INVENTED_COUNTRIES } from '../people/invented-people.js';
import { Random } from '../people/random.js';

export interface SimulationOptions {
  /** Posts in all: first ones, repeats and faulty ones. */
  count: number;
  /** Shares of the posts, 0 to 1. */
  duplicates: number;
  faulty: number;
  /** Share of the people who press the button in their mail. */
  confirm: number;
  seed: string;
  /** In the addresses: nobody of another run is met again. */
  run: string;
}

/** One request as it goes out: an object, or a text that is no JSON. */
export interface Post {
  body: object | string;
}

/** One invented person with all they send. */
export interface Signer {
  email: string;
  first: Post;
  /** Sent together with the first, as by a double click. */
  atOnce: Post[];
  /** Sent after the button was pressed. */
  later: Post[];
  confirms: boolean;
}

export interface Simulation {
  signers: Signer[];
  /** Each must be refused. */
  faulty: Post[];
  sent: number;
}

/** Of one mailbox, so many more posts at most: beyond three, its older buttons stop working, which is another story. */
const MOST_REPEATS = 2;

/** Who sends what. Equal options give an equal plan. */
export function planSimulation({ count, duplicates, faulty, confirm, seed, run }: SimulationOptions): Simulation {
  const random = new Random(seed);
  const bad = Math.round(count * faulty);
  const repeats = Math.min(Math.round(count * duplicates), Math.floor(((count - bad) * MOST_REPEATS) / (MOST_REPEATS + 1)));
  const people = count - bad - repeats;
  const signers = Array.from({ length: people }, (_, n): Signer => {
    const email = inventedAddress(run, n);
    return { email, first: { body: bodyOf(random, email) }, atOnce: [], later: [], confirms: random.next() < confirm };
  });
  for (let n = 0; n < repeats; n += 1) {
    let signer = random.of(signers);
    while (signer.atOnce.length + signer.later.length >= MOST_REPEATS) signer = random.of(signers);
    const again = { ...(random.next() < 0.5 ? signer.first.body as object : bodyOf(random, signer.email)), email: otherwiseSpelt(random, signer.email) };
    (random.next() < 0.5 ? signer.atOnce : signer.later).push({ body: again });
  }
  return { signers, faulty: Array.from({ length: bad }, (_, n) => faultyPost(random, n, run)), sent: people + repeats + bad };
}

function bodyOf(random: Random, email: string): object {
  const { givenName, familyName, country, postcode, town } = inventPerson(random, random.of(INVENTED_COUNTRIES));
  return {
    givenName, ...(familyName ? { familyName } : {}), email, country, ...(postcode ? { postcode } : {}), ...(town ? { town } : {}),
    ageConfirmed: true, consent: { petition: true },
  };
}

/** The same mailbox to our rules (libs/signatures, email-providers): at a domain nobody knows, only the case is folded. */
const otherwiseSpelt = (random: Random, email: string): string =>
  random.of([(text: string) => text, (text: string) => text.toUpperCase(), (text: string) => `S${text.slice(1)}`, (text: string) => text.replace(/@.*/, (domain) => domain.toUpperCase())])(email);

type Spoil = (body: Record<string, unknown>) => object | string;

const SPOILT: readonly Spoil[] = [
  ({ email: _, ...body }) => body,
  (body) => ({ ...body, email: 'nobody' }),
  (body) => ({ ...body, email: 'a b@example.invalid' }),
  (body) => ({ ...body, givenName: '   ' }),
  (body) => ({ ...body, givenName: 'Anna\u0000' }),
  (body) => ({ ...body, givenName: 'An\u202ena' }),
  (body) => ({ ...body, familyName: 'x'.repeat(101) }),
  (body) => ({ ...body, country: 'XX' }),
  (body) => ({ ...body, country: 'United Kingdom' }),
  (body) => ({ ...body, ageConfirmed: false }),
  (body) => ({ ...body, consent: {} }),
  (body) => ({ ...body, consent: { petition: 'yes' } }),
  (body) => ({ ...body, textVersion: 999_999 }),
  (body) => ({ ...body, isAdmin: true }),
  (body) => [body],
  (body) => JSON.stringify(body).slice(0, -3),
  (body) => ({ ...body, town: 'x'.repeat(70_000) }),
  () => 'null',
];

const faultyPost = (random: Random, n: number, run: string): Post =>
  ({ body: (SPOILT[n % SPOILT.length] as Spoil)(bodyOf(random, inventedAddress(`faulty.${run}`, n)) as Record<string, unknown>) });
