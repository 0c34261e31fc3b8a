import { disposableEmailBlocklistSet } from 'disposable-email-domains-js';
import { CLOSE_BUT_REAL_DOMAINS, EMAIL_PROVIDERS, POPULAR_EMAIL_DOMAINS } from '../email-providers.js';

/** What the worker may note of one opened record, in the clear; it leaves the worker as keyed numbers only. */
export interface Marks {
  /** The mailbox's domain, unless so many people are there that it says nothing. */
  domain: string | null;
  /** What is left of a mailbox's or a person's name when its digits are taken out, where there were any. */
  pattern: string | null;
  disposable: boolean;
}

/** Where millions are, belonging together means nothing. */
const GREAT: ReadonlySet<string> = new Set([...POPULAR_EMAIL_DOMAINS, ...CLOSE_BUT_REAL_DOMAINS, ...EMAIL_PROVIDERS.flatMap(({ domains }) => domains)]);

const disposable = disposableEmailBlocklistSet();

export const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1).toLowerCase();

/** Also of a name below one that is known: `anything.mailinator.com`. */
export function isDisposable(domain: string): boolean {
  for (let rest = domain; ; rest = rest.slice(rest.indexOf('.') + 1)) {
    if (disposable.has(rest)) return true;
    if (rest.indexOf('.') === rest.lastIndexOf('.')) return false;
  }
}

/**
 * `anna17@mail.example` and `anna18@mail.example` share a pattern, and so do *Anna 1* and *Anna 2*: series as programs make them. A year
 * behind a name makes the same pattern at one provider, so it is a hint and no proof; the page says so.
 */
export function marksOf({ email, givenName, familyName }: { email: string; givenName: string; familyName: string | null }): Marks {
  const domain = domainOf(email);
  const local = email.slice(0, email.lastIndexOf('@')).toLowerCase();
  const name = [givenName, familyName].filter(Boolean).join(' ').toLowerCase();
  const pattern = /\d/.test(local) ? `mail:${withoutDigits(local)}@${domain}` : /\p{Nd}/u.test(name) ? `name:${withoutDigits(name)}` : null;
  return { domain: GREAT.has(domain) ? null : domain, pattern, disposable: isDisposable(domain) };
}

const withoutDigits = (text: string): string => text.replace(/\p{Nd}+/gu, '#');
