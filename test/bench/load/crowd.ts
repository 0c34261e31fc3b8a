import { inventPerson } from '../../../apps/cli/src/people/invented-people.js';
import { Random } from '../../../apps/cli/src/people/random.js';
import type { Crowd } from './orders.js';

/** Made beforehand for each country of residence; serial, postcode and address are written in when it is sent. */
interface Template {
  bytes: Buffer;
  addressAt: number;
  ipv6: boolean;
  serialAt: number;
  /** Where the digits of the postcode stand. */
  digits: number[];
}

const TEMPLATES_A_COUNTRY = 64;
/** Eight of base 36: as many as nobody sends. */
const SERIAL_LENGTH = 8;
/** Somebody signs again at most so many requests later. */
const AGAIN_WITHIN = 5_000;
export const LONGEST_REQUEST = 2_048;
const DIGITS = '0123456789abcdefghijklmnopqrstuvwxyz';

/** Numbers that look random: the finalizer of MurmurHash3. */
function mixed(n: number): number {
  let h = (n ^ 0x9e3779b9) >>> 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/**
 * All who sign in a run: request number n is always the same, so that a run can be taken up where it ended. Each person has an address, a
 * name of their country and mostly a postcode of their own; what is written costs a copy and some thirty bytes.
 */
export class CrowdWriter {
  private readonly heads: Buffer[];
  private readonly upTo: number[] = [];
  private readonly templates: Template[][];

  constructor(private readonly crowd: Crowd) {
    const all = crowd.petitions.reduce((sum, { weight }) => sum + weight, 0);
    crowd.petitions.reduce((sum, { weight }, at) => (this.upTo[at] = sum + weight / all), 0);
    this.upTo[crowd.petitions.length - 1] = 1;
    this.heads = crowd.petitions.map(({ slug }) => Buffer.from(`POST /api/v1/petitions/${slug}/signatures HTTP/1.1\r\n`));
    this.templates = crowd.petitions.map(({ country }) => {
      const random = new Random(`${crowd.run}:${country}`);
      return Array.from({ length: TEMPLATES_A_COUNTRY }, () => template(random, country, crowd.run));
    });
  }

  /** Who sends request n: somebody new, or for the share of duplicates somebody of a moment before. */
  personOf(n: number): number {
    let person = n;
    while (this.crowd.duplicates > 0 && person > 0 && mixed(person) / 2 ** 32 < this.crowd.duplicates) person -= 1 + (mixed(person + 0x5bd1e995) % Math.min(AGAIN_WITHIN, person));
    return person;
  }

  /** By the golden ratio: any stretch of people has the petitions' shares. */
  petitionOf(person: number): number {
    const at = (person * 0.6180339887498949) % 1;
    let [low, high] = [0, this.upTo.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.upTo[middle] as number) > at) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  /** Distinct people among the requests `from` to `to` (exclusive), by petition. */
  peopleOf(from: number, to: number): number[] {
    const counts = this.crowd.petitions.map(() => 0);
    for (let n = from; n < to; n += 1) if (this.personOf(n) === n) counts[this.petitionOf(n)] = (counts[this.petitionOf(n)] ?? 0) + 1;
    return counts;
  }

  /** Writes request n; returns its length. */
  write(n: number, into: Buffer, at: number): number {
    const person = this.personOf(n);
    const petition = this.petitionOf(person);
    const random = mixed(person * 3 + 1);
    const { bytes, addressAt, ipv6, serialAt, digits } = (this.templates[petition] as Template[])[random % TEMPLATES_A_COUNTRY] as Template;
    const head = this.heads[petition] as Buffer;
    into.set(head, at);
    const start = at + head.length;
    into.set(bytes, start);
    for (let left = person, place = start + serialAt + SERIAL_LENGTH - 1; place >= start + serialAt; place -= 1, left = Math.floor(left / 36)) into[place] = DIGITS.charCodeAt(left % 36);
    for (let k = 0, left = mixed(random); k < digits.length; k += 1, left = Math.floor(left / 10)) into[start + (digits[k] as number)] = 48 + (left % 10);
    writeAddress(into, start + addressAt, mixed(random + 7) % this.crowd.addresses, ipv6);
    return head.length + bytes.length;
  }
}

/** 14x.1xx.1xx.1xx or 2a02:xxxx:xxxx:xxxx::1, so long always: nobody's in particular, never this machine's. */
const IPV4 = '140.100.100.100';
const IPV6 = '2a02:0000:0000:0000::1';

function writeAddress(into: Buffer, at: number, address: number, ipv6: boolean): void {
  let left = address;
  if (ipv6) {
    for (const place of [18, 17, 16, 15, 13, 12, 11, 10, 8]) {
      into[at + place] = DIGITS.charCodeAt(left % 16);
      left = Math.floor(left / 16);
    }
  } else {
    for (const place of [14, 13, 10, 9, 6, 5, 2]) {
      into[at + place] = 48 + (left % 10);
      left = Math.floor(left / 10);
    }
  }
}

function template(random: Random, country: string, run: string): Template {
  const { givenName, familyName, postcode, town } = inventPerson(random, country);
  const ascii = (text: string | null): string => (text ?? '').normalize('NFD').replace(/[^a-z]/gi, '').toLowerCase() || 'me';
  const serial = '~'.repeat(SERIAL_LENGTH);
  const body = JSON.stringify({
    givenName, ...(familyName ? { familyName } : {}), email: `${ascii(givenName)}.${ascii(familyName)}.${serial}@${run}.invalid`, country,
    ...(postcode ? { postcode } : {}), ...(town ? { town } : {}), ageConfirmed: true, consent: { petition: true },
  });
  const ipv6 = random.below(3) === 0;
  const text = `host: petitions.example\r\nx-forwarded-for: ${ipv6 ? IPV6 : IPV4}\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
  const bytes = Buffer.from(text);
  if (bytes.length > LONGEST_REQUEST - 200) throw new Error('longer than its place');
  const codeAt = postcode ? bytes.indexOf(`"postcode":"${postcode}"`) + '"postcode":"'.length : 0;
  const digits = [...(postcode ?? '')].flatMap((letter, at) => (/\d/.test(letter) ? [codeAt + at] : []));
  return { bytes, addressAt: bytes.indexOf(ipv6 ? IPV6 : IPV4), ipv6, serialAt: bytes.indexOf(serial), digits };
}
