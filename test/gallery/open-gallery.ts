import { existsSync } from 'node:fs';
import { chromium, type Browser, type BrowserContext, type BrowserContextOptions } from 'playwright-core';
import { ASSETS, galleryPages, type GalleryPage } from './gallery.js';

/** The policy under which pages are served: nothing inline, nothing from elsewhere. */
const POLICY = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'";
export const ORIGIN = 'http://gallery.invalid';

export async function launch(): Promise<Browser> {
  const executablePath = process.env['CHROMIUM'] ?? ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((file) => existsSync(file));
  return chromium.launch({ executablePath, args: ['--no-sandbox'] });
}

/** A browser context in which the gallery is served from memory; no server and no network take part. */
export async function galleryContext(browser: Browser, options: BrowserContextOptions): Promise<{ context: BrowserContext; pages: GalleryPage[] }> {
  const pages = galleryPages();
  const byPath = new Map(pages.map((page) => [page.path, page]));
  const context = await browser.newContext(options);
  await context.route('**/*', async (route) => {
    const { pathname } = new URL(route.request().url());
    const page = byPath.get(pathname);
    const [, , hash = '', name = ''] = pathname.split('/');
    const asset = pathname.startsWith('/assets/') ? ASSETS.find(hash, name) : null;
    if (page) await route.fulfill({ body: page.html, contentType: 'text/html; charset=utf-8', headers: { 'content-security-policy': POLICY } });
    else if (asset) await route.fulfill({ body: asset.body, contentType: asset.contentType });
    else if (pathname.endsWith('/stream')) await route.fulfill({ body: ': nothing yet\n\n', contentType: 'text/event-stream' });
    else if (pathname === '/healthz') await route.fulfill({ body: 'ok' });
    else await route.fulfill({ status: 404, body: '' });
  });
  return { context, pages };
}
