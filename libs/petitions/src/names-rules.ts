import { createHash } from 'node:crypto';
import type { FieldFault } from '#libs/config';
import { canonicalJson, publicKeyFingerprint, recipientPublicKey } from '#libs/vault';
import type { Words } from './import/format.js';

/** What a law may demand of those who sign. An e-mail address is never handed over. */
export const NAMES_FIELDS = ['name', 'postcode', 'town', 'country'] as const;
export type NamesField = (typeof NAMES_FIELDS)[number];

/** What is read of `petition_names`. */
export interface NamesRow {
  law: Words;
  office: Words;
  fields: NamesField[];
  /** X25519, base64url. */
  publicKey: string;
}

/** Under which law which fields go to which office, sealed to its key. Settled before opening, told above the button. */
export interface NamesDemand extends NamesRow {
  /** SHA-256 of the key's bytes: what people compare. */
  fingerprint: string;
  /** Of all of it (docs/NAMES.md): it lies inside each signature that was given under it, so that no other demand can ever open it. */
  sha256: string;
}

export const NAMES_DEMAND_FORMAT = 'countersign.names-demand.1';

/** An expression: the demand of the petition `p` as JSON, or null. */
export const NAMES_SQL = `(select json_build_object('law', n.law, 'office', n.office, 'fields', n.fields, 'publicKey', translate(encode(n.public_key, 'base64'), '+/=', '-_')) from petition_names n where n.petition_id = p.id)`;

export function namesDemandOf(petition: string, { law, office, fields, publicKey }: NamesRow): NamesDemand {
  const demand = { law, office, fields: NAMES_FIELDS.filter((field) => fields.includes(field)), publicKey };
  const sha256 = createHash('sha256').update(`${NAMES_DEMAND_FORMAT}\n${canonicalJson({ ...demand, petition })}`).digest('hex');
  return { ...demand, fingerprint: publicKeyFingerprint(Buffer.from(publicKey, 'base64url')), sha256 };
}

export interface NamesClaims extends NamesRow {
  /** As the office told it by another way than the key. */
  fingerprint: string;
  /** That it was. */
  checked: boolean;
}

const LONGEST = 300;

/** What is wrong with a demand before it may stand. `languages`: of the petition's texts. */
export function namesFaults({ law, office, fields, publicKey, fingerprint, checked }: NamesClaims, languages: readonly string[]): FieldFault[] {
  const key = recipientPublicKey(publicKey);
  const said = fingerprint.replace(/[\s:-]/g, '').toLowerCase();
  return [
    ...(['law', 'office'] as const).flatMap((part) => {
      const words = part === 'law' ? law : office;
      return [
        ...languages.filter((language) => !words[language]?.trim()).map((language) => ({ field: `${part}.${language}`, code: 'required' })),
        ...Object.keys(words).filter((language) => (words[language]?.length ?? 0) > LONGEST).map((language) => ({ field: `${part}.${language}`, code: 'too_long' })),
      ];
    }),
    ...(fields.includes('name') && fields.every((field) => NAMES_FIELDS.includes(field)) ? [] : [{ field: 'fields', code: 'not_allowed' }]),
    ...(key ? [] : [{ field: 'publicKey', code: publicKey === '' ? 'required' : 'malformed' }]),
    ...(said === '' ? [{ field: 'fingerprint', code: 'required' }] : key && said !== publicKeyFingerprint(key) ? [{ field: 'fingerprint', code: 'wrong' }] : []),
    ...(checked ? [] : [{ field: 'checked', code: 'must_be_true' }]),
  ];
}
