import { randomUUID } from 'node:crypto';
import { AuditLog, Users, accessEntities } from '#libs/access';
import { type AppConfig, databaseUrl, redisUrl } from '#libs/config';
import { Database, dataSourceFor } from '#libs/database';
import { HANDOVER_ENTITIES } from '#libs/handovers';

export interface PetitionWanted {
  confirmation?: 'required' | 'none';
  target?: number;
}

/** A campaign of a test with its petitions, ready to be signed once a worker has made its keys. */
export interface Furnished {
  db: Database;
  /** An open petition; its slug is `journey-xx`. */
  petition(jurisdiction: string, wanted?: PetitionWanted): Promise<string>;
  /** Somebody who is told of milestones of the whole campaign. */
  organiser(email: string): Promise<void>;
  counted(slug: string): Promise<number>;
  close(): Promise<void>;
}

export async function furnish(config: AppConfig): Promise<Furnished> {
  const source = await dataSourceFor(config.database, { entities: [...accessEntities, ...HANDOVER_ENTITIES], poolSize: 3 }).initialize();
  const db = new Database(source);
  await db.rows(`insert into campaigns (slug, title, kind, controller, contact) values ('journey', '{"en": "A journey"}', 'live', 'Nobody', 'nobody@example.org')`);
  const [campaign] = await db.rows<{ id: number }>(`select id from campaigns where slug = 'journey'`);
  const campaignId = campaign?.id ?? 0;
  return {
    db,
    petition: async (id, { confirmation = 'required', target } = {}) => {
      const slug = `journey-${id.toLowerCase()}`;
      await db.rows(`insert into jurisdictions (campaign_id, id, kind, iso2, name, petition_state) values ($1, $2, 'country', $2, $2, 'petition')`, [campaignId, id]);
      await db.rows(
        `insert into petitions (campaign_id, jurisdiction_id, slug, takes_signatures, status, confirmation, privacy, target, default_language, opened_at)
         values ($1, $2, $3, true, 'open', $4, 'standard', $5, 'en', now())`, [campaignId, id, slug, confirmation, target ?? null]);
      await db.rows(`insert into petition_texts (petition_id, language, version, title, demand, notice) select id, 'en', 1, 'A petition', 'A demand', 'A notice' from petitions where slug = $1`, [slug]);
      return slug;
    },
    organiser: async (email) => void (await new Users(db, new AuditLog(db)).add({ email, name: 'Organiser', role: 'organiser', campaignId }, 'test')),
    counted: async (slug) => {
      const [row] = await db.rows<{ n: number }>(`select t.counted as n from petition_tallies t join petitions p on p.id = t.petition_id where p.slug = $1`, [slug]);
      return row?.n ?? 0;
    },
    close: () => source.destroy(),
  };
}

/** What a process of its own is told, so that it works for the same installation. */
export function environmentOf(config: AppConfig, more: Record<string, string> = {}): Record<string, string> {
  return {
    NODE_ENV: 'test', DATA_DIR: config.dataDir, DATABASE_URL: databaseUrl(config.database), REDIS_URL: redisUrl(config.redis),
    QUEUE_PREFIX: config.queuePrefix, LOG_LEVEL: config.logLevel, KEYS_DIR: config.keysDir,
    ...(config.smtp.kind === 'catcher' ? { MAIL_CATCHER_SOCKET: config.smtp.socketPath } : { SMTP_URL: config.smtp.url }), ...more,
  };
}

/** Resolves once `holds` does; fails, saying what was waited for, after a while. */
export async function eventually(what: string, holds: () => Promise<boolean> | boolean, withinMs = 30_000): Promise<void> {
  for (const end = Date.now() + withinMs; !(await holds()); await new Promise((resolve) => setTimeout(resolve, 50))) {
    if (Date.now() > end) throw new Error(`waited ${withinMs / 1000} s for: ${what}`);
  }
}

let people = 0;

/** The body of one more person's signature. */
export function signature(more: object = {}): Record<string, unknown> {
  people += 1;
  return {
    givenName: 'Zoë', familyName: `Number ${people}`, email: `person.${people}@journey.invalid`, country: 'GB', ageConfirmed: true, consent: { petition: true }, ...more,
  };
}

/** Hands in signatures as a patient client does: asked to come back later, it does, with the same key. Gives back the statuses. */
export function post(url: string, slug: string, bodies: readonly object[]): Promise<number[]> {
  return Promise.all(bodies.map(async (body) => {
    const headers = { 'content-type': 'application/json', 'idempotency-key': randomUUID() };
    for (let tries = 0; ; tries += 1) {
      const answer = await fetch(`${url}/api/v1/petitions/${slug}/signatures`, { method: 'POST', headers, body: JSON.stringify(body) });
      await answer.arrayBuffer();
      if (answer.status !== 503 || tries > 20) return answer.status;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }));
}
