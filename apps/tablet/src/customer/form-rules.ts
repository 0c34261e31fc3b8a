import { type KitPetition } from '#libs/stores';
import { hasPostcodes, isPostcode } from './postcode-rules.js';

/** What a customer has typed so far. Lives in memory only, and no longer than the customer stands there. */
export interface Draft {
  readonly givenName: string;
  readonly familyName: string;
  readonly email: string;
  readonly country: string;
  readonly postcode: string;
  readonly town: string;
}

export const EMPTY_DRAFT: Draft = { givenName: '', familyName: '', email: '', country: '', postcode: '', town: '' };

export type DraftField = keyof Draft;
export type FaultCode = 'required' | 'malformed' | 'not_allowed';

export interface DraftFault {
  field: DraftField;
  code: FaultCode;
}

/** Characters that fit; the same as the server's door (`SignatureDto`). */
export const LONGEST: Readonly<Record<DraftField, number>> = { givenName: 100, familyName: 100, email: 254, postcode: 20, town: 100, country: 2 };

/** The country to begin with: where the petition is for residents only, its own; else the store's. */
export const startingCountry = (petition: Pick<KitPetition, 'eligibility' | 'jurisdiction'>, storeCountry: string): string =>
  petition.eligibility === 'residents' ? petition.jurisdiction : storeCountry;

/** Which of the two is asked for: the postcode, or the town where there are no postcodes. */
export const placeField = (country: string): 'postcode' | 'town' => (hasPostcodes(country) ? 'postcode' : 'town');

/**
 * Every fault, from the top of the form to its end. A name is needed. Without an e-mail address the place is needed too, because the
 * name key that keeps one person from counting twice is made of name, country and postcode (libs/signatures, normalise-name).
 */
export function faultsOf(draft: Draft, petition: Pick<KitPetition, 'eligibility' | 'jurisdiction'>): DraftFault[] {
  const faults: DraftFault[] = [];
  const fault = (field: DraftField, code: FaultCode): void => void faults.push({ field, code });
  const given = draft.givenName.trim();
  const family = draft.familyName.trim();
  if (given === '' && family === '') fault('givenName', 'required');
  else if (given !== '' && !isName(given)) fault('givenName', 'malformed');
  if (family !== '' && !isName(family)) fault('familyName', 'malformed');

  if (!/^[A-Z]{2}$/.test(draft.country)) fault('country', 'required');
  else if (petition.eligibility === 'residents' && draft.country !== petition.jurisdiction) fault('country', 'not_allowed');

  const place = placeField(draft.country);
  const where = draft[place].trim();
  const email = draft.email.trim();
  if (where === '') {
    if (email === '') fault(place, 'required');
  } else if (place === 'postcode' ? !isPostcode(draft.country, where) : !isTown(where)) {
    fault(place, 'malformed');
  }
  if (email !== '' && !isEmailAddress(email)) fault('email', 'malformed');
  return faults;
}

/** The person as it is sealed. Somebody with one name has it as the given name, whichever box it was typed in. */
export function personOf(draft: Draft): { givenName: string; familyName: string | null; email: string | null; postcode: string | null; town: string | null; country: string } {
  const given = tidy(draft.givenName);
  const family = tidy(draft.familyName);
  const place = placeField(draft.country);
  return {
    givenName: given || family,
    familyName: given && family ? family : null,
    email: draft.email.trim() || null,
    postcode: place === 'postcode' ? tidy(draft.postcode) || null : null,
    town: place === 'town' ? tidy(draft.town) || null : null,
    country: draft.country,
  };
}

const tidy = (text: string): string => text.replace(/\s+/g, ' ').trim();

const lengthOf = (text: string): number => [...text].length;

/** Controls and direction characters, but not the joiners that Persian and Indic names need. */
const INVISIBLE = /(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]/u;
const NAME_CHARACTERS = /^[\p{L}\p{M}\p{Nd}\p{Nl} .,·・‧()/\u00a0\u3000'’‘ʼʻʹ՚׳`´\u200c\u200d\p{Pd}]+$/u;

/** The same as `nameFault` of libs/signatures: any script, one word suffices, but no markup, "@" or "://". */
export function isName(name: string): boolean {
  const text = name.trim();
  return text !== '' && lengthOf(text) <= LONGEST.givenName && !INVISIBLE.test(text) && NAME_CHARACTERS.test(text) && /\p{L}/u.test(text);
}

const isTown = (town: string): boolean => lengthOf(town) <= LONGEST.town && !INVISIBLE.test(town) && /\p{L}/u.test(town);

const LOCAL_PART = /^(?!\.)(?!.*\.\.)[^\s@"(),:;<>[\\\]]{1,64}$/u;
const DOMAIN = /^(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?:[a-z]{2,63}|xn--[a-z0-9-]{2,59})$/;

/** Whether it could be an address that mail reaches; as the server's door asks (`isEmailAddress` there). Nobody is asked over the network. */
export function isEmailAddress(text: string): boolean {
  if (text.length > LONGEST.email || INVISIBLE.test(text)) return false;
  const at = text.lastIndexOf('@');
  const local = text.slice(0, Math.max(at, 0));
  return LOCAL_PART.test(local) && !local.endsWith('.') && DOMAIN.test(asciiDomain(text.slice(at + 1)));
}

function asciiDomain(domain: string): string {
  const lower = domain.toLowerCase();
  if (!/[^\p{ASCII}]/u.test(lower)) return lower;
  try {
    return new URL(`http://${lower}`).hostname;
  } catch {
    return '';
  }
}
