import { writeFileSync } from 'node:fs';
import { publicKeyFingerprint, RecipientSecret } from '#libs/vault';
import { reportingErrors, say, type Register } from './command.js';

const PRIVATE_FILE = 0o600;

export const registerNamesKey: Register = (program) => {
  program.command('names-key').description('make the key pair of an office that gets names where a law demands them (docs/NAMES.md). Needs no database and no network')
    .argument('<file>', 'where the private key is kept; it must not be there yet')
    .action(reportingErrors(async (file: string) => {
      const lines = makeNamesKey(file);
      if (lines === null) {
        say(`${file} is there already, and a key is never overwritten. Nothing was done.`);
        process.exitCode = 1;
        return;
      }
      process.stdout.write(`${lines.join('\n')}\n`);
      say(`\nThe private key lies in ${file}, readable to you alone. Keep a copy where only your office can reach it: without it nothing can be opened.`);
      say('Send the public key to the campaign, and tell its fingerprint by another way: by telephone, by letter or in person.');
      await Promise.resolve();
    }));
};

/** What the campaign is to know, as lines; null if there is such a file already. */
export function makeNamesKey(file: string): string[] | null {
  const key = RecipientSecret.make();
  try {
    writeFileSync(file, key.file(), { flag: 'wx', mode: PRIVATE_FILE });
  } catch (error) {
    if ((error as { code?: unknown }).code === 'EEXIST') return null;
    throw error;
  }
  const fingerprint = publicKeyFingerprint(Buffer.from(key.publicKey, 'base64url'));
  return [`public key   ${key.publicKey}`, `fingerprint  ${fingerprint.match(/.{4}/g)?.join(' ')}`];
}
