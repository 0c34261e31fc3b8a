import { Injectable } from '@nestjs/common';
import { Database } from '#libs/database';
import { Outbound } from '../outbound.js';
import { OutboundRefused } from '../outbound.errors.js';
import { afterLook, findingOf, findingOfRefusal, type LinkFinding, type LinkRecord } from './link-rules.js';

/** Links looked at in one go: the job is called again soon. */
const AT_ONCE = 25;
const MOST_HOPS = 5;
const TIMEOUT_MS = 15_000;
/** Longer ones are no links that anybody follows. */
const MOST_CHARACTERS = 2_000;
/** While one is looked at, nobody else looks; if that one dies, it is looked at an hour later. */
const CLAIM = `interval '1 hour'`;

interface Claimed extends LinkRecord { url: string }

/** Looks, through the guarded way out, whether links in evidence still lead anywhere. */
@Injectable()
export class LinkWatch {
  constructor(private readonly db: Database, private readonly outbound: Outbound, private readonly now: () => Date = () => new Date()) {}

  /** Makes these, and only these, the links that are watched. */
  async watch(urls: readonly string[]): Promise<void> {
    const known = [...new Set(urls)].filter((url) => url.length <= MOST_CHARACTERS);
    await this.db.transaction(async (tx) => {
      await tx.query(`insert into link_checks (url) select unnest($1::text[]) on conflict do nothing`, [known]);
      await tx.query(`delete from link_checks where not (url = any($1::text[]))`, [known]);
    });
  }

  /** Looks at those that are due. Returns how many. */
  async look(): Promise<number> {
    const due = await this.db.rows<Claimed>(
      `update link_checks set next_at = $1::timestamptz + ${CLAIM}
       where url in (select url from link_checks where next_at <= $1 order by next_at limit ${AT_ONCE} for update skip locked)
       returning url, failures, to_char(failed_on, 'YYYY-MM-DD') as "failedOn", dead_since as "deadSince"`, [this.now()]);
    for (const link of due) await this.note(link, await this.find(link.url));
    return due.length;
  }

  private async note(link: Claimed, { finding, result }: { finding: LinkFinding; result: string }): Promise<void> {
    const now = this.now();
    const after = afterLook(link, finding, now);
    await this.db.rows(
      `update link_checks set checked_at = $2, result = $3, failures = $4, failed_on = $5, dead_since = $6, next_at = $7 where url = $1`,
      [link.url, now, result, after.failures, after.failedOn, after.deadSince, after.nextAt]);
  }

  /** HEAD, and GET where HEAD is not welcome. An http link is tried by https: if that fails, nothing is said of it. */
  private async find(url: string): Promise<{ finding: LinkFinding; result: string }> {
    const secure = url.replace(/^http:/i, 'https:');
    let answer: { finding: LinkFinding; result: string } = { finding: 'unknown', result: 'none' };
    for (const method of ['HEAD', 'GET'] as const) {
      answer = await this.follow(method, secure);
      if (answer.finding === 'alive') return answer;
    }
    return secure !== url && answer.finding === 'failed' ? { ...answer, finding: 'unknown' } : answer;
  }

  /** Each hop is a call of its own, looked up and refused as the first was. */
  private async follow(method: 'HEAD' | 'GET', url: string): Promise<{ finding: LinkFinding; result: string }> {
    try {
      for (let at = url, hop = 0; ; hop++) {
        const { status, headers } = await this.outbound.request({ method, url: at, timeoutMs: TIMEOUT_MS, statusOnly: true });
        const next = status >= 300 && status < 400 && hop < MOST_HOPS && headers.location && URL.canParse(headers.location, at) ? new URL(headers.location, at).href : null;
        if (!next) return { finding: findingOf(status), result: String(status) };
        at = next;
      }
    } catch (error) {
      if (error instanceof OutboundRefused) return { finding: findingOfRefusal(error.code), result: error.code };
      throw error;
    }
  }
}
