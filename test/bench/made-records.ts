import { v7 as uuidv7 } from 'uuid';
import { type SealedBatch, type SealedSignature } from '#libs/signatures';
import { newPersonSalt, type Sealer, signatureContext } from '#libs/vault';
import { encodeRecord } from '../../libs/signatures/src/signature-record.js';

/** Invented people, all different but for the share that is known, and their records sealed as the door seals them. */
export class MadeRecords {
  private made = 0;
  constructor(private readonly petitions: readonly number[], private readonly sealer: Sealer, private readonly batchSize: number, private readonly channel: 'online' | 'store' = 'online') {}

  batches(count: number, knownShare: number): string[] {
    const texts: string[] = [];
    for (let left = count; left > 0; left -= this.batchSize) {
      const batch: SealedBatch = { id: uuidv7(), receivedAt: new Date().toISOString(), records: Array.from({ length: Math.min(left, this.batchSize) }, () => this.record(knownShare)) };
      texts.push(JSON.stringify(batch));
    }
    return texts;
  }

  private record(knownShare: number): SealedSignature {
    const n = Math.random() < knownShare ? Math.floor(Math.random() * this.made) : this.made++;
    const [id, signedAt, petitionId] = [uuidv7(), new Date(), this.petitions[n % this.petitions.length] ?? 0];
    const letters = String.fromCharCode(65 + (n % 26), 65 + (Math.floor(n / 26) % 26));
    const plaintext = encodeRecord({
      givenName: `Zoë Marie ${letters}`, familyName: 'Brontë-Example', email: `signer.${n}@bench.invalid`, postcode: `LS${n % 89 + 10} ${n % 10}${letters}`, town: 'Leeds', country: 'GB', salt: newPersonSalt().toString('base64'),
    });
    const of = { petitionId, textVersion: 1, language: 'en', channel: this.channel };
    return { id, ...of, signedAt: signedAt.toISOString(), sealed: this.sealer.seal(plaintext, signatureContext({ recordId: id, ...of, signedAt })).toString('base64') };
  }
}
