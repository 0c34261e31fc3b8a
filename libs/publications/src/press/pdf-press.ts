import { Worker } from 'node:worker_threads';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { DomainError } from '#libs/config';
import { type PressOrder } from './orders.js';
import { bytesOf, type Proof } from './proofs.js';

/** Papers that wait, beside the one being set. Some take ten seconds: who came after these would have gone. */
const MOST_WAITING = 20;
/** The longest report takes nine seconds on an idle core. */
const LIMIT_MS = 120_000;
/** Fonts and sentences are read anew after so long a rest, and their memory is free meanwhile. */
const REST_MS = 60_000;
const RETRY_AFTER_S = 10;

const FROM_SOURCES = import.meta.url.endsWith('.ts');

interface Waiting {
  order: PressOrder;
  settle: (proof: Proof) => void;
  refuse: (error: Error) => void;
}

/**
 * Sets papers in a thread of its own, one after the other: setting a report holds a thread for up to a second at a time, and whoever signs
 * meanwhile shall not wait for it. The bytes are those of `setPaper` here.
 */
@Injectable()
export class PdfPress implements OnApplicationShutdown {
  private readonly waiting: Waiting[] = [];
  private thread: Worker | null = null;
  private current: Waiting | null = null;
  private timer: NodeJS.Timeout | undefined;
  private closed = false;

  /** @throws DomainError `service.unavailable` when too many wait, it takes too long or the process ends; and what setting the paper throws */
  set(order: PressOrder): Promise<Buffer> {
    if (this.closed || this.waiting.length >= MOST_WAITING) return Promise.reject(unavailable());
    return new Promise<Proof>((settle, refuse) => {
      this.waiting.push({ order, settle, refuse });
      this.next();
    }).then(bytesOf);
  }

  async onApplicationShutdown(): Promise<void> {
    this.closed = true;
    for (const { refuse } of this.waiting.splice(0)) refuse(unavailable());
    await this.end(unavailable());
  }

  private next(): void {
    if (this.current !== null) return;
    clearTimeout(this.timer);
    this.current = this.waiting.shift() ?? null;
    if (this.current === null) {
      // Nothing of it keeps a process alive that has nothing else to do.
      this.thread?.unref();
      this.timer = setTimeout(() => void this.end(unavailable()), REST_MS).unref();
      return;
    }
    this.thread ??= this.begin();
    this.thread.ref();
    this.timer = setTimeout(() => void this.end(unavailable()), LIMIT_MS).unref();
    try {
      this.thread.postMessage(this.current.order);
    } catch (error) {
      // What cannot be handed over is its sender's fault, and nobody else's.
      this.current.refuse(error as Error);
      this.current = null;
      this.next();
    }
  }

  private begin(): Worker {
    const thread = new Worker(new URL(`./press-thread.${FROM_SOURCES ? 'ts' : 'js'}`, import.meta.url), FROM_SOURCES ? { execArgv: ['--import', new URL('../../../../test/support/typescript.mjs', import.meta.url).href] } : {});
    thread.on('message', (proof: Proof) => {
      const done = this.current;
      this.current = null;
      done?.settle(proof);
      this.next();
    });
    thread.once('error', (error) => this.lost(thread, error));
    thread.once('exit', () => this.lost(thread, unavailable()));
    return thread;
  }

  /** A thread that ended takes the paper in hand with it; the next one gets a new thread. */
  private lost(thread: Worker, error: Error): void {
    if (this.thread !== thread) return;
    this.thread = null;
    const done = this.current;
    this.current = null;
    done?.refuse(error);
    if (!this.closed) this.next();
  }

  private async end(error: Error): Promise<void> {
    clearTimeout(this.timer);
    const { thread } = this;
    if (thread === null) return;
    this.lost(thread, error);
    await thread.terminate();
  }
}

const unavailable = (): DomainError => new DomainError('service.unavailable', 'unavailable', { retryAfterS: RETRY_AFTER_S });
