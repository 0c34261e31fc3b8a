import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';
import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Injectable } from '@nestjs/common';
import { AppConfig } from '#libs/config';

const FORMAT = 1;
const NONCE = 12;
const TAG = 16;

/**
 * Seals what the server itself must read again (secrets of second factors) under a key that is not in the database:
 * `access.secret` in the data folder, 32 bytes, 0600, made at the first need. Several servers share one file. A file that is
 * lost leaves what was sealed unreadable; recovery codes go on working.
 */
@Injectable()
export class ServerSecret {
  private key: Buffer | null = null;

  constructor(private readonly config: AppConfig) {}

  /** AES-256-GCM with a random nonce. @param about what it belongs to: sealed for one user, it opens for no other */
  seal(plaintext: Buffer, about: string): Buffer {
    const nonce = randomBytes(NONCE);
    const cipher = createCipheriv('aes-256-gcm', this.open(), nonce).setAAD(Buffer.from(about));
    return Buffer.concat([Buffer.of(FORMAT), nonce, cipher.update(plaintext), cipher.final(), cipher.getAuthTag()]);
  }

  /** Null if it was sealed under another key, about something else, or changed since. */
  unseal(sealed: Buffer, about: string): Buffer | null {
    if (sealed[0] !== FORMAT || sealed.length < 1 + NONCE + TAG) return null;
    try {
      const decipher = createDecipheriv('aes-256-gcm', this.open(), sealed.subarray(1, 1 + NONCE), { authTagLength: TAG })
        .setAAD(Buffer.from(about)).setAuthTag(sealed.subarray(-TAG));
      return Buffer.concat([decipher.update(sealed.subarray(1 + NONCE, -TAG)), decipher.final()]);
    } catch {
      return null;
    }
  }

  /** A key for one purpose, the same on every server that shares the file. It tells nothing of the secret, nor of other purposes' keys. */
  keyFor(purpose: string): Buffer {
    return createHmac('sha256', this.open()).update(`countersign.key.1\0${purpose}`).digest();
  }

  private open(): Buffer {
    return (this.key ??= secretIn(path.join(this.config.dataDir, 'access.secret')));
  }
}

/** Written aside and linked into place: two processes that start together end up with the same secret. */
function secretIn(file: string): Buffer {
  const draft = `${file}.${process.pid}.new`;
  try {
    return read(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  writeFileSync(draft, randomBytes(32).toString('base64url'), { mode: 0o600, flush: true });
  try {
    linkSync(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(draft, { force: true });
  }
  return read(file);
}

function read(file: string): Buffer {
  const key = Buffer.from(readFileSync(file, 'utf8').trim(), 'base64url');
  if (key.length !== 32) throw new Error('access.secret in the data folder is not 32 bytes of base64url');
  return key;
}
