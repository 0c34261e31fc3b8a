import pg from 'pg';
import { type DatabaseSettings, pgConnection } from '#libs/config';

export interface WokenOptions {
  /** Of NOTIFY. */
  channel: string;
  /**
   * One piece of what there is to do; returns how much it did, 0 when nothing is left. The connection is its own: it may hold a
   * transaction open on it while it waits for others of the pool.
   */
  work: (client: pg.Client) => Promise<number>;
  /** A connection that says nothing for so long is given up: the machine at its other end may be gone without a word. 30 s without it. */
  silenceMs?: number;
  /** Told of every call as it comes, before the work that follows from it. */
  onCall?: () => void;
  /** Told of every failure; the work is tried again after a pause. */
  onTrouble: (error: unknown) => void;
}

/** Calls may be missed, and what is to be tried again calls nobody: so it looks by itself as well. */
const LOOK_EVERY_MS = 1_000;
const SILENCE_MS = 30_000;

/** Work that waits in Postgres: done at once when a commit calls (`notify`), and looked for every second anyway, for ever, until `stop`. */
export class WokenByPostgres {
  private client: pg.Client | null = null;
  private wake: () => void = () => undefined;
  /** Somebody called since the work last began: what they left may have come too late for it. */
  private called = false;
  private ended: Promise<void> = Promise.resolve();
  private ending = false;

  constructor(private readonly settings: DatabaseSettings, private readonly options: WokenOptions) {}

  start(): void {
    this.ended = this.run();
  }

  /** Lets the piece under way end and takes no more; waits no longer for it than `patienceMs`, since Postgres may be silent. */
  async stop(patienceMs = Infinity): Promise<void> {
    this.ending = true;
    this.wake();
    const ended = this.ended.then(() => this.client?.end().catch(() => undefined));
    if (patienceMs === Infinity) return ended;
    let timer: NodeJS.Timeout | undefined;
    await Promise.race([ended, new Promise((resolve) => { timer = setTimeout(resolve, patienceMs); })]);
    clearTimeout(timer);
  }

  private async run(): Promise<void> {
    while (!this.ending) {
      let client: pg.Client | null = null;
      try {
        client = await this.connected();
        do this.called = false;
        while (!this.ending && ((await this.options.work(client)) > 0 || this.called));
      } catch (error) {
        this.options.onTrouble(error);
        // Whatever the work left half-done; a connection that cannot even say that is of no more use.
        await client?.query('rollback').catch(() => client?.end().catch(() => undefined));
      }
      if (!this.ending) await this.pause();
    }
  }

  private pause(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, LOOK_EVERY_MS);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  private async connected(): Promise<pg.Client> {
    if (this.client) return this.client;
    const { silenceMs = SILENCE_MS } = this.options;
    const client = new pg.Client({ ...pgConnection(this.settings), connectionTimeoutMillis: 5_000, query_timeout: silenceMs, idle_in_transaction_session_timeout: silenceMs, keepAlive: true });
    // Nobody is woken: while there is no database each attempt loses its connection at once, and would follow the last without a pause.
    const lost = (): void => {
      if (this.client === client) this.client = null;
    };
    client.on('error', lost);
    client.on('end', lost);
    client.on('notification', () => {
      this.options.onCall?.();
      this.called = true;
      this.wake();
    });
    await client.connect();
    await client.query(`listen ${pg.escapeIdentifier(this.options.channel)}`);
    this.client = client;
    return client;
  }
}
