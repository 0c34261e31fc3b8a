import { createHash, createHmac, createSecretKey } from 'node:crypto';
import { personHash } from '#libs/vault';

const KEY_BYTES = 16;

/**
 * What somebody with a dump, the server's memory and a list of addresses can try: for each address, the plain hashes; keyed
 * hashes with every value of the dump and every secret of the server as the key, in our own form and without it. Returns how
 * many of the addresses' results begin like any value of the dump.
 */
export function guessed(addresses: readonly string[], secrets: readonly Buffer[], dumped: ReadonlySet<string>): { tried: number; matched: number } {
  let tried = 0;
  const found = new Set<string>();
  const look = (address: string, hash: Buffer): void => {
    tried += 1;
    if (dumped.has(hash.subarray(0, KEY_BYTES).toString('hex'))) found.add(address);
  };
  const keys = secrets.filter((secret) => secret.length > 0).map((secret) => createSecretKey(secret));
  for (const address of addresses) {
    const normalised = address.toLowerCase();
    for (const algorithm of ['sha256', 'sha512', 'sha1', 'md5']) {
      for (const text of [address, normalised, `countersign.person.1\0email\0${normalised}`]) look(address, createHash(algorithm).update(text).digest());
    }
    for (const key of keys) {
      look(address, createHmac('sha256', key).update(normalised).digest());
      look(address, personHash(key, 'email', normalised));
    }
  }
  return { tried, matched: found.size };
}
