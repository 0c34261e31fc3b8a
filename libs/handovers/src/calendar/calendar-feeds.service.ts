import { createHash, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { AuditLog } from '#libs/access';
import { Database, txRows } from '#libs/database';

export interface CalendarFeed {
  createdAt: Date;
  usedAt: Date | null;
}

const TOKEN = /^[A-Za-z0-9_-]{43}$/;
const hashOf = (token: string): Buffer => createHash('sha256').update(token).digest();

/** The address of an organiser's own calendar. Whoever knows it reads it, so it is long, told once, and can be ended. */
@Injectable()
export class CalendarFeeds {
  constructor(private readonly db: Database, private readonly audit: AuditLog) {}

  /** Null: there is none that works. */
  async of(userId: string): Promise<CalendarFeed | null> {
    const [feed] = await this.db.rows<CalendarFeed>(`select created_at as "createdAt", used_at as "usedAt" from calendar_feeds where user_id = $1 and revoked_at is null`, [userId]);
    return feed ?? null;
  }

  /** A new one, in place of the one there was. @returns the token, told this once: only its SHA-256 is kept */
  async make(userId: string): Promise<string> {
    const token = randomBytes(32).toString('base64url');
    await this.db.transaction(async (tx) => {
      await tx.query(`update calendar_feeds set revoked_at = clock_timestamp() where user_id = $1 and revoked_at is null`, [userId]);
      await tx.query(`insert into calendar_feeds (user_id, token_hash) values ($1, $2)`, [userId, hashOf(token)]);
      await this.audit.append(tx, { actor: userId, action: 'calendar-feed.make', subject: `user:${userId}`, details: {} });
    }, { actor: userId });
    return token;
  }

  /** Ends the one there is; none is no fault. */
  async revoke(userId: string): Promise<void> {
    await this.db.transaction(async (tx) => {
      const ended = await txRows(tx, `select 1 from calendar_feeds where user_id = $1 and revoked_at is null for update`, [userId]);
      if (ended.length === 0) return;
      await tx.query(`update calendar_feeds set revoked_at = clock_timestamp() where user_id = $1 and revoked_at is null`, [userId]);
      await this.audit.append(tx, { actor: userId, action: 'calendar-feed.revoke', subject: `user:${userId}`, details: {} });
    }, { actor: userId });
  }

  /** Whose calendar this is; null: nobody's (any more). Notes at most once an hour that it is read. */
  async userOf(token: string): Promise<string | null> {
    if (!TOKEN.test(token)) return null;
    const [feed] = await this.db.rows<{ id: string; userId: string; stale: boolean }>(
      `select f.id, f.user_id as "userId", coalesce(f.used_at < clock_timestamp() - interval '1 hour', true) as stale
       from calendar_feeds f join users u on u.id = f.user_id where f.token_hash = $1 and f.revoked_at is null and u.disabled_at is null`, [hashOf(token)]);
    if (feed?.stale) await this.db.rows(`update calendar_feeds set used_at = clock_timestamp() where id = $1`, [feed.id]);
    return feed?.userId ?? null;
  }
}
