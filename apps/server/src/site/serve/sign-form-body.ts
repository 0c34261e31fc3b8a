import { isLocale } from '../../i18n/index.js';
import { type SignValues } from '../view-models.js';

/** Link code of a store or partner. One that is none of ours is left out: nobody is to be turned away for a broken link. */
export const viaIn = (value: unknown): string | null => (typeof value === 'string' && value.length <= 40 && /^[a-z0-9]+(?:[-_.][a-z0-9]+)*$/.test(value) ? value : null);

/** A form as it was posted: a field that came more than once has all its values. */
export type PostedForm = Readonly<Record<string, string | string[] | undefined>>;

const one = (value: string | string[] | undefined): string | undefined => (Array.isArray(value) ? value[0] : value);
const filled = (value: string | string[] | undefined): string | undefined => one(value)?.trim() || undefined;
const ticked = (value: string | string[] | undefined): boolean => ['true', 'on', '1'].includes(one(value) ?? '');
const many = (value: string | string[] | undefined): string[] => (value === undefined ? [] : Array.isArray(value) ? value : [value]);

/** What was typed, to be set again wherever the form comes back. */
export function valuesIn(form: PostedForm): SignValues {
  return {
    givenName: one(form['givenName']), familyName: one(form['familyName']), email: one(form['email']), country: one(form['country']), postcode: one(form['postcode']), town: one(form['town']),
    ageConfirmed: ticked(form['ageConfirmed']), consentPetition: ticked(form['consent.petition']), consentUpdates: many(form['consent.updates']), consentNames: one(form['consent.names']),
  };
}

/**
 * The API's body from a form. A name in the second field alone is a name: one suffices. Fields that the form does not
 * know, and hidden ones that were broken on the way, are left out rather than refused: the signer did not type them.
 */
export function bodyIn(form: PostedForm): Record<string, unknown> {
  const given = filled(form['givenName']);
  const family = filled(form['familyName']);
  const version = filled(form['textVersion']);
  const updates = many(form['consent.updates']).filter(Boolean);
  const names = filled(form['consent.names']);
  const body: Record<string, unknown> = {
    givenName: given ?? family ?? '', familyName: given ? family : undefined, email: filled(form['email']) ?? '', country: filled(form['country']),
    postcode: filled(form['postcode']), town: filled(form['town']), locale: localeAmong(form), via: viaIn(filled(form['via'])) ?? undefined, challenge: filled(form['challenge'])?.slice(0, 2_000),
    textVersion: version && /^[1-9]\d{0,5}$/.test(version) ? Number(version) : undefined,
    ageConfirmed: ticked(form['ageConfirmed']), consent: { petition: ticked(form['consent.petition']), ...(updates.length > 0 ? { updates } : {}), ...(names && /^[0-9a-f]{64}$/.test(names) ? { names } : {}) },
  };
  return Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined));
}

function localeAmong(form: PostedForm): string | undefined {
  const locale = filled(form['locale']);
  return isLocale(locale) ? locale : undefined;
}
