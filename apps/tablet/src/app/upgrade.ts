import { type Tablet } from '../core/tablet.js';

const CHECK_EVERY_MS = 30 * 60_000;
const GIVE_UP_MS = 15_000;

/**
 * Keeps the app current without taking a screen from anybody: a new version is fetched whole in the background and waits;
 * it takes over when every tab shows its idle screen and nothing uploads, and then every tab loads anew.
 */
export class Upgrade {
  private registration: ServiceWorkerRegistration | null = null;
  private idle = false;
  private reloadWanted = false;
  private trying = false;

  constructor(private readonly container: ServiceWorkerContainer, private readonly reload: () => void) {}

  async begin(tablet: Tablet): Promise<void> {
    // Without one before, the first worker only begins to work here: there is nothing to change.
    const changes = this.container.controller !== null;
    this.container.addEventListener('controllerchange', () => {
      if (!changes) return;
      this.reloadWanted = true;
      if (this.idle) this.reload();
    });
    const registration = await this.container.register('/tablet/sw.js', { scope: '/tablet/', updateViaCache: 'none' });
    this.registration = registration;
    const look = (): void => {
      if (registration.waiting) void this.takeOver(tablet);
    };
    registration.addEventListener('updatefound', () => registration.installing?.addEventListener('statechange', look));
    look();
    setInterval(() => this.check(), CHECK_EVERY_MS);
    tablet.onUpgradeWanted(() => this.check());
  }

  /** Asks the server for a new version. Offline, nothing happens. */
  check(): void {
    this.registration?.update().catch(() => undefined);
  }

  /** The screens say whether the idle one is shown. */
  setIdle(idle: boolean, tablet: Tablet): void {
    this.idle = idle;
    if (!idle) return;
    if (this.reloadWanted) this.reload();
    else if (this.registration?.waiting) void this.takeOver(tablet);
  }

  private async takeOver(tablet: Tablet): Promise<void> {
    if (this.trying) return;
    this.trying = true;
    try {
      // Looks again and again until it is quiet: another tab may be busy for minutes, and tells nobody when it is done. A worker that gave
      // no sign is asked again then: the browser may still have been busy with the old one.
      while (this.registration?.waiting) await tablet.whenQuiet(() => this.change());
    } finally {
      this.trying = false;
    }
  }

  /** Until the new version reigns, or gives no sign: then the old one goes on for now, and whoever waits to upload may. */
  private change(): Promise<void> {
    const waiting = this.registration?.waiting;
    if (!waiting) return Promise.resolve();
    return new Promise((resolve) => {
      const end = setTimeout(resolve, GIVE_UP_MS);
      this.container.addEventListener('controllerchange', () => {
        clearTimeout(end);
        resolve();
      }, { once: true });
      waiting.postMessage({ type: 'SKIP_WAITING' });
    });
  }
}
