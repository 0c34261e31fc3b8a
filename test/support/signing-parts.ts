import { type DataSource } from 'typeorm';
import { type AppConfig, Log } from '#libs/config';
import { Database, dataSourceFor } from '#libs/database';
import { Queues } from '#libs/queues';
import { BatchDoor, BatchWriter, Presses, PublishedKeys, SignatureIntake, SignatureKeeper, SignatureLedger, SignerMailSource } from '#libs/signatures';
import { LiveCounts, TallyBook, TallyFigures, AttestedCounts } from '#libs/tallies';
import { PrivateKeyStore } from '#libs/vault';

/** The signing pipeline put together by hand, without HTTP, so that a spec can drive each part of it. */
export interface SigningParts {
  db: Database;
  log: Log;
  queues: Queues;
  keys: PrivateKeyStore;
  ledger: SignatureLedger;
  book: TallyBook;
  figures: TallyFigures;
  attested: AttestedCounts;
  intake: SignatureIntake;
  door: BatchDoor;
  presses: Presses;
  published: PublishedKeys;
  writer: BatchWriter;
  keeper: SignatureKeeper;
  mails: SignerMailSource;
  /** An open petition of the campaign `spec`; returns its id. */
  petition(jurisdiction: string, options?: { confirmation?: 'required' | 'none'; target?: number }): Promise<number>;
  close(): Promise<void>;
}

export async function signingParts(config: AppConfig): Promise<SigningParts> {
  const source: DataSource = await dataSourceFor(config.database, { poolSize: 8 }).initialize();
  const db = new Database(source);
  const log = new Log(config);
  const queues = new Queues(config);
  const keys = await PrivateKeyStore.open(config.keysDir);
  const live = new LiveCounts(config, queues);
  const book = new TallyBook();
  const ledger = new SignatureLedger(db, book);
  const published = new PublishedKeys(db);
  const door = new BatchDoor(queues, config, log);
  const intake = new SignatureIntake(queues, published, door);
  const keeper = new SignatureKeeper(db, ledger, published, keys);
  await db.rows(`insert into campaigns (slug, title, kind, default_language) values ('spec', '{"en":"Spec"}', 'live', 'en') on conflict do nothing`);
  await keeper.ensureKeys();

  return {
    db, log, queues, keys, ledger, book, intake, door, published, keeper,
    figures: new TallyFigures(db), attested: new AttestedCounts(db, book),
    presses: new Presses(db, ledger, live), writer: new BatchWriter(db, ledger, live, keys, log), mails: new SignerMailSource(db, keys),
    petition: async (jurisdiction, options = {}) => {
      await db.rows(`insert into jurisdictions (campaign_id, id, kind, iso2, name, petition_state) select id, $1, 'country', $1, $1, 'petition' from campaigns where slug = 'spec' on conflict do nothing`, [jurisdiction]);
      const [row] = await db.rows<{ id: number }>(
        `insert into petitions (campaign_id, jurisdiction_id, slug, takes_signatures, status, confirmation, privacy, target, default_language, opened_at)
         select id, $1, 'spec-' || lower($1), true, 'open', $2, 'standard', $3, 'en', now() from campaigns where slug = 'spec' returning id`,
        [jurisdiction, options.confirmation ?? 'required', options.target ?? null],
      );
      if (!row) throw new Error('no petition made');
      await db.rows(`insert into petition_texts (petition_id, language, version, title, demand) values ($1, 'en', 1, 'A petition', 'A demand')`, [row.id]);
      return row.id;
    },
    close: async () => {
      live.onApplicationShutdown();
      await intake.onApplicationShutdown();
      await door.onApplicationShutdown();
      await queues.onApplicationShutdown();
      await source.destroy();
    },
  };
}
