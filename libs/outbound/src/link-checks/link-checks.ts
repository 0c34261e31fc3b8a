import { Injectable } from '@nestjs/common';
import { Database } from '#libs/database';

export interface LinkState {
  /** Null: not looked at yet. */
  checkedAt: Date | null;
  /** Set once it failed on three days one after another; it is looked at further and may live again. */
  deadSince: Date | null;
  /** HTTP status or code of the last look. */
  result: string | null;
}

/** What is known of links in evidence. Reads only. */
@Injectable()
export class LinkChecks {
  constructor(private readonly db: Database) {}

  /** By address as given; those that were never looked at are left out. */
  async of(urls: readonly string[]): Promise<Map<string, LinkState>> {
    if (urls.length === 0) return new Map();
    const rows = await this.db.rows<LinkState & { url: string }>(
      `select url, checked_at as "checkedAt", dead_since as "deadSince", result from link_checks where url = any($1) and checked_at is not null`, [[...new Set(urls)]]);
    return new Map(rows.map(({ url, ...state }) => [url, state]));
  }
}
