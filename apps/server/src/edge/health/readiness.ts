import { Injectable } from '@nestjs/common';
import { Database } from '#libs/database';
import { Queues, redisSafety } from '#libs/queues';
import { BatchDoor } from '#libs/signatures';
import { type CheckResult, doorCheck, type Readiness, together } from './readiness-rules.js';

const PATIENCE_MS = 1_000;

/** Whether signatures can be accepted. Others add what they need: `checks.add('keys', async () => ({status: 'ok'}))`. */
@Injectable()
export class ReadinessChecks {
  private readonly checks = new Map<string, () => Promise<CheckResult>>();

  constructor(database: Database, queues: Queues, door: BatchDoor) {
    this.add('postgres', async () => {
      await database.rows('select 1');
      return { status: 'ok' };
    });
    this.add('redis', async () => {
      await queues.redis.ping();
      // A managed Redis may keep its settings to itself; then nobody knows whether an acknowledged write would survive.
      const safety = await redisSafety(queues.redis).catch(() => null);
      if (!safety) return { status: 'degraded', why: 'settings unknown' };
      return safety.safe ? { status: 'ok' } : { status: 'degraded', why: `appendfsync ${safety.appendfsync}, maxmemory-policy ${safety.maxmemoryPolicy}` };
    });
    this.add('door', async () => doorCheck(door.state()));
  }

  /** A check that throws, or takes longer than a second, is down. */
  add(name: string, check: () => Promise<CheckResult>): void {
    this.checks.set(name, check);
  }

  async run(): Promise<Readiness> {
    const results = await Promise.all([...this.checks].map(async ([name, check]) => [name, await withPatience(check)] as const));
    return together(Object.fromEntries(results));
  }
}

async function withPatience(check: () => Promise<CheckResult>): Promise<CheckResult> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<CheckResult>((resolve) => {
    timer = setTimeout(() => resolve({ status: 'down', why: 'no answer' }), PATIENCE_MS);
  });
  try {
    return await Promise.race([check(), late]);
  } catch {
    return { status: 'down', why: 'out of reach' };
  } finally {
    clearTimeout(timer);
  }
}
