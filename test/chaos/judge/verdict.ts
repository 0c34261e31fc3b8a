/** What was found to be other than promised: in which of the ways that the table counts, and in words. */
export interface Violation {
  kind: 'lost' | 'double' | 'notice' | 'figure' | 'stuck' | 'process' | 'answer' | 'private' | 'drift';
  what: string;
}

export interface Verdict {
  violations: Violation[];
  /** From when all faults were over until nothing waited any more. */
  recoveryMs: number;
  rows: number;
  counted: number;
  /** Mails that came again under their Message-ID. */
  repeatedMails: number;
}
