import type { Logger } from 'pino';
import { StartError, type Say } from '../services/services.errors.js';
import { nextPause } from './backoff-rules.js';

export interface Service {
  readonly exited: Promise<void>;
  stop(): Promise<void>;
}

export interface KeptServiceOptions {
  readonly name: string;
  /** Starts it again, at the same address: its clients reconnect by themselves. */
  readonly start: () => Promise<Service>;
  readonly log: Logger;
  readonly say: Say;
}

/** Postgres or Redis: if it ends by itself (killed for memory, say) it is started again, until it is told to stop. */
export class KeptService {
  private stopping = false;
  private crashes = 0;
  private startedAt = 0;
  private restart: NodeJS.Timeout | null = null;
  /** A start under way, which a stop has to wait for: else it would leave behind what comes up a moment later. */
  private starting: Promise<void> = Promise.resolve();

  constructor(private current: Service, private readonly options: KeptServiceOptions) {
    this.watch(current);
  }

  async stop(): Promise<void> {
    this.stopping = true;
    if (this.restart) clearTimeout(this.restart);
    await this.starting;
    await this.current.stop();
  }

  private watch(service: Service): void {
    this.current = service;
    this.startedAt = Date.now();
    void service.exited.then(() => this.later('ended by itself'));
  }

  private later(what: string): void {
    if (this.stopping) return;
    const { name, log, say } = this.options;
    const pause = nextPause(this.crashes, Date.now() - this.startedAt);
    this.crashes = pause.crashes;
    log.error({ service: name, pauseMs: pause.ms }, what);
    say(`${name} ${what}; starting it again in ${(pause.ms / 1000).toFixed(1)} s.`);
    this.restart = setTimeout(() => {
      this.starting = this.again();
    }, pause.ms);
  }

  private async again(): Promise<void> {
    try {
      this.watch(await this.options.start());
    } catch (error) {
      this.startedAt = Date.now();
      this.options.log.error({ service: this.options.name, code: error instanceof StartError ? error.code : 'unknown' }, 'start failed');
      this.later('could not be started');
    }
  }
}
