import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';

/** A real Chromium with a profile of its own that outlives it: it can be killed at any instant and opened again. */
export class ChromiumTablet {
  private process: ChildProcess | null = null;
  private browser: Browser | null = null;
  /** Done to its page each time before an address is opened. */
  prepare: (page: Page) => Promise<void> = () => Promise.resolve();

  /** @param profile where its disk is; made (and removed at the end) if absent */
  constructor(readonly profile: string = mkdtempSync(path.join(tmpdir(), 'tablet-')), private readonly flags: readonly string[] = []) {}

  /** Starts it, or starts it anew, and gives its one page, at this address. */
  async open(url: string): Promise<Page> {
    rmSync(path.join(this.profile, 'DevToolsActivePort'), { force: true });
    for (const lock of ['SingletonLock', 'SingletonCookie', 'SingletonSocket']) rmSync(path.join(this.profile, lock), { force: true });
    this.process = spawn(process.env['CHROMIUM'] ?? '/usr/bin/chromium', [
      '--headless=new', '--no-sandbox', '--disable-gpu', '--no-first-run', '--no-default-browser-check', '--disable-background-networking', '--disable-component-update',
      '--disable-dev-shm-usage', '--disable-session-crashed-bubble', '--hide-crash-restore-bubble', '--remote-debugging-port=0', `--user-data-dir=${this.profile}`,
      '--window-size=1024,768', ...this.flags, 'about:blank',
    ], { stdio: 'ignore', detached: true });
    const port = await this.debuggingPort();
    this.browser = await chromium.connectOverCDP(`http://127.0.0.1:${port}`, { timeout: 30_000 });
    const page = this.context.pages()[0] ?? (await this.context.newPage());
    page.setDefaultTimeout(20_000);
    await this.prepare(page);
    await page.goto(url);
    return page;
  }

  get context(): BrowserContext {
    const [context] = this.browser?.contexts() ?? [];
    if (!context) throw new Error('the browser is not open');
    return context;
  }

  /** kill -9 of the browser and all its processes, at this very instant. */
  async kill(): Promise<void> {
    const { process: running, browser } = this;
    this.process = this.browser = null;
    if (running?.pid === undefined) return;
    const gone = running.exitCode !== null || running.signalCode !== null;
    const ended = gone ? Promise.resolve() : new Promise<void>((resolve) => void running.once('exit', () => resolve()));
    try {
      process.kill(-running.pid, 'SIGKILL');
    } catch {
      // It has ended by itself, with all that belonged to it.
    }
    await ended;
    await browser?.close().catch(() => undefined);
  }

  async end(): Promise<void> {
    await this.kill();
    // Its children may still be letting go of their files.
    rmSync(this.profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  }

  private async debuggingPort(): Promise<string> {
    const file = path.join(this.profile, 'DevToolsActivePort');
    for (const end = Date.now() + 30_000; Date.now() < end; await new Promise((resolve) => setTimeout(resolve, 30))) {
      const [port] = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : [];
      if (port) return port;
    }
    throw new Error('Chromium does not open');
  }
}
