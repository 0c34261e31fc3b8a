import { type PaperText } from '../printables/paper-looks.js';

/** A petition as it is handed over. */
export interface HandedPetition {
  /** In the recipient's language where it has one, else in its own. */
  title: PaperText;
  /** Country or region, by id; its name where the papers have none. */
  place: { id: string; name: string };
  counted: number;
  /** Of those counted, who lives in this country; null: not told apart. */
  residents: number | null;
  demand: PaperText;
  calls: readonly PaperText[];
}

/** What letter, certificate and packet are made of: everything from the seal, nothing about a signer. */
export interface HandoverPaper {
  /** The recipient's. Papers speak it if they can, else English. */
  language: string;
  campaign: PaperText;
  controller: { name: string; contact: string } | null;
  recipients: readonly { name: string | null; office: string | null; body: string | null }[];
  /** The day of the handover, `YYYY-MM-DD`; null: not fixed. */
  day: string | null;
  place: string | null;
  petitions: readonly HandedPetition[];
  /** Counted signatures, each person once in a petition. */
  counted: number;
  /** By country of residence, largest first; `other` last. */
  countries: readonly { country: string; counted: number }[];
  channels: readonly { channel: string; counted: number }[];
  attested: readonly { count: number; qualifier: string; attestedBy: string; document: string }[];
  seal: { cutoff: Date; sealedAt: Date; root: string; statementSha256: string; fingerprint: string; auditHead: string };
  /** Until when an answer is asked for, `YYYY-MM-DD`. */
  replyBy: string | null;
  /** The public page of the handover. */
  link: string;
  /** Set in place of the letter's own opening words. */
  opening: PaperText | null;
  demonstration: boolean;
  madeAt: Date;
}
