import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { accessEntities, AuditLog, Users, type NewUser } from '#libs/access';
import type { AppConfig } from '#libs/config';
import { Database, dataSourceFor } from '#libs/database';
import { HANDOVER_ENTITIES } from '#libs/handovers';
import { dataFolder } from '#libs/petitions';
import { importFileText } from '../import/import-file.js';
import { DEMONSTRATION, DEMONSTRATION_STORE, importStores } from '../demonstration/stores.js';
import type { FirstLogin } from '../supervisor/first-logins.js';
import type { FirstStartStep } from './first-start.js';

/** The record of a real campaign, for reading. */
export const importRecord = importStep('import-record', 'Bringing in the record of 2009–2011', 'stop-sex-trafficking');

/** What governments did by the record: progress cards, what was published about them, and when what happened. */
export const importRecordProgress = importStep('import-record-progress', 'Bringing in the progress cards of the record', 'stop-sex-trafficking', ['campaign', 'progress-cards', 'timeline']);
/** The demonstration, for trying everything; its dates count from today. */
export const importDemonstration = importStep('import-demonstration', 'Bringing in the demonstration', DEMONSTRATION);

/** Invented cards of two periods. */
export const importDemonstrationProgress = importStep('import-demonstration-progress', 'Bringing in the progress cards of the demonstration', DEMONSTRATION, ['campaign', 'progress-cards']);
/** The demonstration's stores: their tablets, sheets and posters can be tried, and its history came from them. */
export const demonstrationStores: FirstStartStep = {
  name: 'demonstration-stores', title: 'Opening the demonstration\'s stores', phase: 'before-processes', sample: true,
  run: ({ config }) => withDatabase(config, importStores),
};

/** Who may log in: an owner of everything, and for the demonstration an organiser of all of it and one of a single country. */
export const firstLogins: FirstStartStep = {
  name: 'first-logins', title: 'Making the first logins', phase: 'before-processes', sample: false,
  run: async ({ config, tellLogins }) => withDatabase(config, async (db) => {
    const users = new Users(db, new AuditLog(db));
    const made = [await login(users, { email: config.admin.email, name: 'Admin', role: 'owner', ...(config.admin.password ? { password: config.admin.password, passwordIsTheirs: true } : {}) }, 'owner')];
    const [demonstration] = config.sampleData ? await db.rows<{ id: number }>(`select id from campaigns where slug = $1`, [DEMONSTRATION]) : [];
    if (demonstration) {
      made.push(await login(users, { email: 'world@tidewell.example', name: 'World organiser', role: 'organiser', campaignId: demonstration.id }, 'world organiser (demonstration)'));
      made.push(await login(users, { email: 'gb@tidewell.example', name: 'GB organiser', role: 'organiser', campaignId: demonstration.id, jurisdictionIds: ['GB'], timeZone: 'Europe/London' }, 'country organiser, United Kingdom (demonstration)'));
      const [store] = await db.rows<{ id: string }>(`select id from stores where campaign_id = $1 and code = $2`, [demonstration.id, DEMONSTRATION_STORE]);
      if (store) made.push(await login(users, { email: 'leeds@tidewell.example', name: 'Leeds manager', role: 'manager', campaignId: demonstration.id, storeId: store.id, timeZone: 'Europe/London' }, 'store manager, Leeds (demonstration)'));
    }
    // All at once: where they are told by a file, it is one file.
    tellLogins(made.filter((one) => one !== null));
  }),
};

/** @param files in their order; the campaign's own comes before its companions also where it was imported long ago, for they may name what it lacked then */
function importStep(name: string, title: string, folder: string, files: readonly string[] = ['campaign']): FirstStartStep {
  return {
    name, title, phase: 'before-processes', sample: true,
    run: async ({ config }) => {
      const texts = await Promise.all(files.map((file) => readFile(path.join(dataFolder(), folder, `${file}.json`), 'utf8')));
      await withDatabase(config, async (db) => {
        for (const text of texts) await importFileText(db, text, { actor: 'import', now: new Date() });
      });
    },
  };
}

/** Null where nothing is to be told: the password is the person's own. */
async function login(users: Users, user: NewUser, role: string): Promise<FirstLogin | null> {
  const known = await users.byEmail(user.email);
  if (known && user.password) return null;
  // Made before, in a first start that was cut off before it could tell: the password nobody has heard is made anew.
  if (known) {
    const password = newSecret();
    await users.resetPassword(known.id, password, 'first-start');
    return { email: user.email, password, role };
  }
  const { password } = await users.add(user, 'first-start');
  return password === null ? null : { email: user.email, password, role };
}

const newSecret = (): string => randomBytes(15).toString('base64url');

async function withDatabase<T>(config: AppConfig, work: (db: Database) => Promise<T>): Promise<T> {
  const source = await dataSourceFor(config.database, { entities: [...accessEntities, ...HANDOVER_ENTITIES], poolSize: 2, name: 'countersign-first-start' }).initialize();
  try {
    return await work(new Database(source));
  } finally {
    await source.destroy();
  }
}
