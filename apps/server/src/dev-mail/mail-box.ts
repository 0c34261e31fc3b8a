export interface CaughtMail {
  id: string;
  /** ISO 8601, when it was caught. */
  date: string;
  from: string;
  /** Addresses it was delivered to. */
  to: string[];
  subject: string;
  text: string;
  html: string;
  /** The entry for a calendar that came with it (RFC 6047), as a mail program would read it. */
  calendar?: string;
  headers: Record<string, string>;
}

/** The newest mails, in memory only: they hold addresses and tokens, and end with the process. */
export class MailBox {
  private readonly mails: CaughtMail[] = [];

  constructor(private readonly keep = 2_000) {}

  put(mail: CaughtMail): void {
    this.mails.unshift(mail);
    if (this.mails.length > this.keep) this.mails.length = this.keep;
  }

  /** Newest first; with an address, only what was delivered to it, whatever its case. */
  list(to?: string): readonly CaughtMail[] {
    const wanted = to?.trim().toLowerCase();
    if (!wanted) return this.mails;
    return this.mails.filter((mail) => mail.to.some((address) => address.toLowerCase() === wanted));
  }

  find(id: string): CaughtMail | undefined {
    return this.mails.find((mail) => mail.id === id);
  }
}
