import { Injectable } from '@nestjs/common';
import { Database } from '#libs/database';
import { DeviceRecords, Sheets } from '#libs/stores';
import { Opener, PrivateKeyStore, signatureContext, VaultError } from '#libs/vault';
import { normaliseEmail, parseEmail } from './normalise-email.js';
import { type SealedSignature } from './sealed-batch.js';
import { decodeRecord, type SignatureRecord } from './signature-record.js';

interface Kept { sealed: Buffer | null; language: string; textVersion: number; channel: string; claimedAt: Date }

/** Worker only: whether a line of a sheet that was typed twice says the same both times. The answer is one word; what was typed goes nowhere. */
@Injectable()
export class KeyingComparison {
  private readonly opener: Opener;

  constructor(private readonly db: Database, keys: PrivateKeyStore, private readonly sheets: Sheets, private readonly records: DeviceRecords) {
    this.opener = new Opener(keys);
  }

  /** @throws while the first of the two is not written yet: the job comes again */
  async compare(keyingId: string): Promise<void> {
    const [keying] = await this.db.rows<{ petitionId: number; recordId: string; record: SealedSignature | null }>(
      `select petition_id as "petitionId", record_id as "recordId", record from sheet_keyings where id = $1 and compared_at is null`, [keyingId]);
    if (!keying?.record) return;
    const outcome = await this.judge(keying.petitionId, keying.recordId, keying.record);
    await this.db.transaction((tx) => (outcome === null ? this.records.letKeyingGo(tx, keyingId) : this.sheets.noteComparison(tx, keyingId, outcome)));
  }

  /** Null: the first is gone (withdrawn, or laid aside), and nothing can be said. */
  private async judge(petitionId: number, recordId: string, again: SealedSignature): Promise<'same' | 'different' | null> {
    const [kept] = await this.db.rows<Kept>(
      `select sealed, language, text_version as "textVersion", channel, coalesce(claimed_at, signed_at) as "claimedAt" from signatures where petition_id = $1 and id = $2`, [petitionId, recordId]);
    if (!kept) {
      const [aside] = await this.db.rows(
        `select 1 from device_records r join quarantine q on q.record_id = r.record_id and q.content = r.payload_hash
          where r.record_id = $1 and r.outcome = 'stored' and q.resolution is distinct from 'released'`, [recordId]);
      if (aside) return null;
      throw new Error('signatures.not_written_yet');
    }
    if (!kept.sealed) return null;
    try {
      const first = this.open(kept.sealed, { recordId, petitionId, textVersion: kept.textVersion, language: kept.language, channel: kept.channel, signedAt: kept.claimedAt });
      const second = this.open(Buffer.from(again.sealed, 'base64'), { ...again, recordId: again.id });
      return sameLine(first, second) ? 'same' : 'different';
    } catch (error) {
      if (error instanceof VaultError && (error.code === 'vault.unknown_key' || error.code === 'vault.unknown_campaign')) throw error;
      return 'different';
    }
  }

  private open(sealed: Buffer, of: Parameters<typeof signatureContext>[0]): SignatureRecord {
    return decodeRecord(this.opener.open(sealed, signatureContext(of)));
  }
}

/** As a reader of the sheet would say it: capitals, accents' encoding and spaces are no difference. */
export function sameLine(a: SignatureRecord, b: SignatureRecord): boolean {
  const plain = (text: string | null): string => (text ?? '').normalize('NFKC').trim().replace(/\s+/gu, ' ').toLocaleLowerCase('und');
  const address = (text: string | null): string => {
    const parsed = text === null ? null : parseEmail(text);
    return parsed?.ok ? normaliseEmail(parsed.email) : plain(text);
  };
  const postcode = (text: string | null): string => plain(text).replace(/[\s-]/gu, '');
  return plain(a.givenName) === plain(b.givenName) && plain(a.familyName) === plain(b.familyName) && a.country === b.country
    && postcode(a.postcode) === postcode(b.postcode) && plain(a.town) === plain(b.town) && address(a.email) === address(b.email);
}
