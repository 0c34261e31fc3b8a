import { existsSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import { type AddressInfo } from 'node:net';
import { chromium, type Browser } from 'playwright-core';
import { ASSETS, galleryPages } from './gallery.js';

/** The policy under which pages are served: nothing inline, nothing from elsewhere. */
const POLICY = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'";

/** Debian's Chromium without a window's machinery, where it is there: the same pages for a seventh less time. */
export async function launch(): Promise<Browser> {
  const browser = process.env['CHROMIUM'] ?? ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((file) => existsSync(file));
  const shell = `${browser}-headless-shell`;
  return chromium.launch({ executablePath: existsSync(shell) ? shell : browser, args: ['--no-sandbox'] });
}

export interface OpenGallery {
  readonly origin: string;
  close(): void;
}

/** The gallery on a port of this machine. Looks and scripts may be kept, so that a browser fetches them once for all pages. */
export async function openGallery(): Promise<OpenGallery> {
  const byPath = new Map(galleryPages().map((page) => [page.path, page.html]));
  const server = createServer((request, response) => answer(request.url ?? '/', byPath, response));
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => { server.close(); server.closeAllConnections(); },
  };
}

function answer(url: string, pages: ReadonlyMap<string, string>, response: ServerResponse): void {
  const { pathname } = new URL(url, 'http://gallery.invalid');
  const html = pages.get(pathname);
  const [, , hash = '', name = ''] = pathname.split('/');
  const asset = pathname.startsWith('/assets/') ? ASSETS.find(hash, name) : null;
  if (html !== undefined) response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': POLICY }).end(html);
  else if (asset) response.writeHead(200, { 'content-type': asset.contentType, 'cache-control': 'max-age=3600' }).end(asset.body);
  else if (pathname.endsWith('/stream')) response.writeHead(200, { 'content-type': 'text/event-stream' }).write(': nothing yet\n\n');
  else response.writeHead(pathname === '/healthz' ? 200 : 404).end();
}
