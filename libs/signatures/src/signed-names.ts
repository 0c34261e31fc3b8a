import { Injectable } from '@nestjs/common';
import { Opener, PrivateKeyStore, signatureContext, VAULT_ERRORS, VaultError } from '#libs/vault';
import { decodeRecord, fullName } from './signature-record.js';
import { type Channel } from './sealed-batch.js';

/** A record as its row tells it. */
export interface SealedName {
  recordId: string;
  sealed: Buffer;
  textVersion: number;
  language: string;
  channel: Channel;
  /** As it was sealed: a tablet's own time, else that of the signature. */
  signedAt: Date;
}

/** What a law may demand; no address. It lives as long as it is sealed anew. */
export interface SignedName {
  name: string;
  postcode: string | null;
  town: string | null;
  country: string;
}

/** Worker only: opens records in order to hand over names where a law demands them. */
@Injectable()
export class SignedNames {
  private readonly opener: Opener;

  constructor(keys: PrivateKeyStore) {
    this.opener = new Opener(keys);
  }

  /**
   * Null where its signer did not agree to this very demand, as the sealed record itself says, or where the record is not what was sealed.
   * So whoever can write into the database can neither name another key nor have anybody's name handed over who was not asked.
   *
   * @throws VaultError `vault.unknown_key` while the key of its month is not held here
   */
  open(petitionId: number, { recordId, sealed, ...row }: SealedName, demandSha256: string): SignedName | null {
    try {
      const record = decodeRecord(this.opener.open(sealed, signatureContext({ recordId, petitionId, ...row })));
      if (record.namesDemand !== demandSha256) return null;
      return { name: fullName(record), postcode: record.postcode, town: record.town, country: record.country };
    } catch (error) {
      if (error instanceof VaultError ? error.code === VAULT_ERRORS.unknownKey : !(error instanceof SyntaxError)) throw error;
      return null;
    }
  }
}
