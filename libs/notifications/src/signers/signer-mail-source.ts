/** All that a mail to a signer is made of. It lives in the worker's memory for one sending, and nowhere else. */
export interface SignerForMail {
  email: string;
  emailKey: Buffer;
  /** BCP 47 tag of the language signed in; null where it is not known. */
  language: string | null;
  petition: { slug: string; title: string; language: string };
  /** What was agreed to, as codes: `petition`, `age`, `updates:<partner key>`. */
  consents: readonly string[];
  /** The record's status now: `pending`, `counted`, `duplicate`, … */
  status: string;
  /** Whether this record was confirmed by the button of a mail. */
  confirmedByMail: boolean;
  /** The confirmation token of this attempt; null once it can no longer be used. */
  confirmToken: string | null;
  /** The withdrawal token; null unless the signature stands. */
  withdrawToken: string | null;
  /** For the page of a sealed handover; null unless this record is the one that counts. */
  proofCode: string | null;
}

/**
 * Where mails to signers come from: the one who may open sealed records, in the worker. The answer is the state of this
 * moment, so that a mail is never written on a job's word.
 */
export abstract class SignerMailSource {
  /** Null: no such record, or one that was erased. */
  abstract forMail(petitionId: number, recordId: string): Promise<SignerForMail | null>;
  /** The token of the link by which somebody drawn for a sample answers; `attempt` numbers the record's questions. */
  abstract sampleToken(campaign: string, petitionId: number, recordId: string, attempt: number): string;
}
