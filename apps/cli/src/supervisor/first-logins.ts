import path from 'node:path';
import { writePrivately } from '../services/data-folder.js';
import type { Say } from '../services/services.errors.js';

/** A login made by the first start. */
export interface FirstLogin {
  readonly email: string;
  readonly password: string;
  /** In words, such as "world organiser". */
  readonly role: string;
}

export type TellLogins = (logins: readonly FirstLogin[]) => void;

/**
 * Tells the first passwords to a person and to nobody else: to a terminal, else (a service manager, a pipe, whose output
 * ends up in logs) by a 0600 file of which only the path is said. Each must be changed at the first login.
 */
export function loginTeller(dataDir: string, say: Say, terminal: boolean = process.stdout.isTTY === true): TellLogins {
  return (logins) => {
    if (logins.length === 0) return;
    const lines = logins.map((login) => `${login.role}: ${login.email}  ${login.password}`);
    if (terminal) {
      say(['First logins (each password is shown once, and has to be changed):', ...lines.map((line) => `  ${line}`)].join('\n'));
      return;
    }
    const file = path.join(dataDir, 'first-logins.txt');
    writePrivately(file, `${lines.join('\n')}\n`);
    say(`First logins are in ${file} (change the passwords, then delete it).`);
  };
}
