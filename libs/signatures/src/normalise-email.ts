import { domainToASCII } from 'node:url';
import { CLOSE_BUT_REAL_DOMAINS, EMAIL_PROVIDERS, POPULAR_EMAIL_DOMAINS, type EmailProvider } from './email-providers.js';

export type EmailFault =
  | 'email-missing'
  | 'email-too-long'
  | 'email-control-character'
  | 'email-without-at'
  | 'email-quoted'
  | 'email-local-part-too-long'
  | 'email-local-part-invalid'
  | 'email-domain-invalid';

export interface ParsedEmail {
  /** Where mail goes: the local part as typed (its case can matter to the server), the domain in ASCII. */
  address: string;
  localPart: string;
  /** ASCII, lower case. */
  domain: string;
}

export type EmailParse = { ok: true; email: ParsedEmail } | { ok: false; code: EmailFault };

const MAX_LOCAL = 64; // octets, RFC 5321, 4.5.3.1.1
const MAX_ADDRESS = 254; // octets, RFC 5321, 4.5.3.1.3 less the angle brackets (RFC 3696, erratum 1690)

/** Controls, direction marks and other invisible format characters, halves of characters, private use, separators of lines. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]/u;
/** RFC 5322 dot-atom, with the letters, marks and digits of all scripts (RFC 6531). */
const LOCAL_PART = /^[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~-]+(\.[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~-]+)*$/u;
const TYPED_DOMAIN = /^[\p{L}\p{M}\p{N}.-]+$/u;
const PLAIN_DOMAIN = /^[a-z0-9.-]+$/;
const LABEL = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;

/**
 * Whether a text can be an address on the public Internet, by syntax alone (nothing is looked up), and its parts.
 * Surrounding blanks and full-width characters (NFKC) are forgiven. Refused though RFC 5322 allows them: quoted local
 * parts, comments, domain literals, and domains of one label: nobody's mailbox has them, and forms are attacked with them.
 */
export function parseEmail(input: string): EmailParse {
  const fault = (code: EmailFault): EmailParse => ({ ok: false, code });
  if (input.length > 4 * MAX_ADDRESS) return fault('email-too-long');
  const text = input.replace(/^[ \t\r\n\u00a0\u3000]+|[ \t\r\n\u00a0\u3000]+$/g, '').normalize('NFKC');
  if (text === '') return fault('email-missing');
  if (INVISIBLE.test(text)) return fault('email-control-character');
  const at = text.lastIndexOf('@');
  if (at < 0) return fault('email-without-at');
  const localPart = text.slice(0, at);
  if (/["\\]/.test(localPart)) return fault('email-quoted');
  if (Buffer.byteLength(localPart) > MAX_LOCAL) return fault('email-local-part-too-long');
  if (!LOCAL_PART.test(localPart)) return fault('email-local-part-invalid');
  const domain = domainInAscii(text.slice(at + 1));
  if (domain === null) return fault('email-domain-invalid');
  const address = `${localPart}@${domain}`;
  if (Buffer.byteLength(address) > MAX_ADDRESS) return fault('email-too-long');
  return { ok: true, email: { address, localPart, domain } };
}

/** Most people's mailboxes are with a few hundred providers. */
const asciiDomains = new Map<string, string | null>();
const DOMAINS_KEPT = 500;

function domainInAscii(typed: string): string | null {
  const known = asciiDomains.get(typed);
  if (known !== undefined) return known;
  const domain = domainByRules(typed);
  if (asciiDomains.size >= DOMAINS_KEPT) asciiDomains.clear();
  asciiDomains.set(typed, domain);
  return domain;
}

/** A host name in ASCII (UTS 46), or null. What domainToASCII forgives (percent signs, underscores, numbers read as IPv4) is refused. */
function domainByRules(typed: string): string | null {
  const dotted = typed.replace(/。/g, '.');
  if (!TYPED_DOMAIN.test(dotted)) return null;
  if (/^[\d.]*$/.test(dotted) || /(^|\.)\d+$/.test(dotted)) return null;
  // What is plain already stays as it is; only names that are encoded have two hyphens there.
  const domain = PLAIN_DOMAIN.test(dotted) && !dotted.includes('--') ? dotted : domainToASCII(dotted);
  const labels = domain.split('.');
  return labels.length >= 2 && labels.every((label) => LABEL.test(label)) ? domain : null;
}

/**
 * The text the e-mail key is made of: addresses that are known to reach one mailbox give one text, and no others do
 * (the rules and the reasons are in email-providers.ts). Normalising twice changes nothing. Never an address to mail to.
 */
export function normaliseEmail(email: Pick<ParsedEmail, 'localPart' | 'domain'>): string {
  // Lower case, not full case folding: "straße" and "strasse" are two mailboxes. Only the two small sigmas are one letter.
  const local = email.localPart.normalize('NFKC').toLowerCase().normalize('NFKC').replace(/ς/g, 'σ');
  const provider = providerOf(email.domain);
  if (!provider) return `${local}@${email.domain}`;
  const { name, domain } = atProvider(local, email.domain, provider);
  return `${name}@${domain}`;
}

const providersByDomain = new Map(EMAIL_PROVIDERS.flatMap((provider) => provider.domains.map((domain) => [domain, provider] as const)));

function providerOf(domain: string): EmailProvider | undefined {
  const direct = providersByDomain.get(domain);
  if (direct) return direct;
  const parent = providersByDomain.get(domain.slice(domain.indexOf('.') + 1));
  return parent?.nameAsSubdomain ? parent : undefined;
}

function atProvider(local: string, domain: string, provider: EmailProvider): { name: string; domain: string } {
  if (!provider.domains.includes(domain)) {
    const dot = domain.indexOf('.');
    return { name: domain.slice(0, dot), domain: domain.slice(dot + 1) };
  }
  let name = local;
  if (provider.plus) name = name.replace(/(?<=.)\+.*$/, '');
  if (provider.disposableBase) name = name.replace(/(?<=.)-.*$/, '-');
  if (provider.ignored) name = name.replace(provider.ignored, '') || name;
  if (provider.replaced) name = name.replace(provider.replaced.from, provider.replaced.to);
  return { name, domain: provider.oneMailbox ? (provider.domains[0] ?? domain) : domain };
}

/**
 * "Did you mean …?": the address with a well-known domain in place of a slip (gmial.com, hotmail.con, gmail.fr), else
 * null. Looks nothing up, tells nothing about anybody. A question for the signer, never a correction.
 *
 * Own table in place of a package: the usual one builds regular expressions from what was typed, changes the case of
 * the local part, and takes country domains for slips of ".com".
 */
export function suggestEmail(address: string): string | null {
  const at = address.lastIndexOf('@');
  if (at < 1 || address.length > MAX_ADDRESS) return null;
  const typed = address.slice(at + 1).trim().normalize('NFKC').toLowerCase();
  const domain = typed.replace(/[,;。]/g, '.').replace(/\.{2,}/g, '.').replace(/^\.|\.$/g, '').replace(/\s/g, '');
  const meant = closestDomain(domain);
  if (meant === null || meant === typed) return null;
  const suggestion = `${address.slice(0, at).trim()}@${meant}`;
  return parseEmail(suggestion).ok ? suggestion : null;
}

function closestDomain(domain: string): string | null {
  if (providersByDomain.has(domain) || POPULAR_EMAIL_DOMAINS.includes(domain)) return domain;
  if (CLOSE_BUT_REAL_DOMAINS.has(domain)) return null;
  // Gmail has no national domains.
  if (/^g(oogle)?mail\.[a-z.]+$/.test(domain) || domain === 'gmail') return domain.startsWith('google') ? 'googlemail.com' : 'gmail.com';
  let best: { domain: string; distance: number } | null = null;
  for (const popular of POPULAR_EMAIL_DOMAINS) {
    // Short names are close to everything: one slip, and a second only in a long name with the same beginning.
    const allowed = popular.length < 7 ? 0 : popular.length >= 9 && popular[0] === domain[0] ? 2 : 1;
    const distance = slips(domain, popular, allowed);
    if (distance <= allowed && distance < (best?.distance ?? Infinity)) best = { domain: popular, distance };
  }
  return best?.domain ?? null;
}

/** Letters left out, added, mistaken or exchanged with the next one (optimal string alignment); more than `limit` is "many". */
function slips(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return Infinity;
  let before: number[] = [];
  let above = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let cost = Math.min((above[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (above[j - 1] ?? 0) + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) cost = Math.min(cost, (before[j - 2] ?? 0) + 1);
      row.push(cost);
    }
    before = above;
    above = row;
  }
  return above[b.length] ?? Infinity;
}
