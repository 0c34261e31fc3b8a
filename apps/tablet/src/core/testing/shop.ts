import { openTablet, type Tablet } from '../tablet.js';
import { type CustomerSigning } from '../types.js';
import { PretendBrowser, type PretendPage } from './pretend-browser.js';
import { PretendServer } from './pretend-server.js';
import { PretendTime } from './pretend-time.js';

export const ADA: CustomerSigning = {
  petitionId: 7, textVersion: 3, language: 'fr', givenName: 'Ada', familyName: 'Canarius', email: null, postcode: '75001', town: null, country: 'FR',
};

/** A store with one tablet and a server. */
export interface Shop {
  time: PretendTime;
  server: PretendServer;
  browser: PretendBrowser;
  page: PretendPage;
  tablet: Tablet;
  /** Kills the page and opens the app anew on the same disk. */
  restart(appVersion?: string): Promise<void>;
  /** Ends all that is under way in it. */
  close(): Promise<void>;
}

const open = new Set<Shop>();

/** For the end of each test: what still runs would run into the next. */
export async function closeShops(): Promise<void> {
  for (const shop of open) await shop.close();
}

export async function openShop({ paired = true, clockErrorMs = 0 } = {}): Promise<Shop> {
  const time = new PretendTime();
  const server = await PretendServer.start(time);
  const browser = new PretendBrowser(time, server.fetch);
  browser.clockErrorMs = clockErrorMs;
  const page = browser.page();
  const shop: Shop = {
    time, server, browser, page, tablet: await openTablet(page),
    async restart(appVersion) {
      shop.page.kill();
      shop.page = browser.page(appVersion);
      shop.tablet = await openTablet(shop.page);
    },
    async close() {
      open.delete(shop);
      for (const tab of browser.pages) tab.kill();
      shop.tablet.close();
      await time.activity.settled();
    },
  };
  open.add(shop);
  if (paired) {
    await shop.tablet.pair(server.newCode('ABC-DEFGH'), 'Till 1', server.rootFingerprint);
    server.admitAll();
    await time.passUntil(() => shop.tablet.state.phase === 'ready', 60_000);
  }
  return shop;
}

/** All that lies on a disk, as text, sealed or not. */
export async function diskOf(browser: PretendBrowser): Promise<string> {
  const request = browser.disk.open('countersign-tablet');
  const db = await new Promise<IDBDatabase>((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(new Error('disk'));
  });
  const parts: string[] = [];
  for (const store of db.objectStoreNames) {
    const all = db.transaction(store).objectStore(store).getAll();
    parts.push(await new Promise<string>((resolve) => (all.onsuccess = () => resolve(JSON.stringify(all.result)))));
  }
  db.close();
  return parts.join('\n');
}
