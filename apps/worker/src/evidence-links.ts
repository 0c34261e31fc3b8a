import { Injectable } from '@nestjs/common';
import { Database } from '#libs/database';
import { LinkWatch } from '#libs/outbound';

/** Every place where a link may stand as evidence: a new one is one more line here. */
const EVIDENCE = `
  select evidence as url from commitment_statuses
  union select document from handover_responses`;

/** Looks whether what was told as evidence can still be read. */
@Injectable()
export class EvidenceLinks {
  constructor(private readonly db: Database, private readonly watch: LinkWatch) {}

  async look(): Promise<void> {
    const rows = await this.db.rows<{ url: string }>(`select url from (${EVIDENCE}) e where url ~* '^https?://[^[:space:]]+$'`);
    await this.watch.watch(rows.map(({ url }) => url));
    while ((await this.watch.look()) > 0);
  }
}
