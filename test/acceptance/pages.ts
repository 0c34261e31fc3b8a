/**
 * `npm run acceptance -- pages [--url URL]`: what those say of our pages who did not make them. Every address of the sitemap (the
 * demonstration is in none), of each kind of page some that links lead to from the first pages of record and demonstration in each language,
 * every view of the gallery, and whatever an owner reaches from the console's first page, by the Nu HTML Checker; feeds and sitemap by their
 * schemas; the first views that people come to by Lighthouse, on a throttled phone. Of an installation that `npm start` makes for it, or
 * (without its console) of the one that is named. The checker is fetched for the run, and needs Java.
 */
import { execFile, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { galleryPages } from '../gallery/gallery.js';
import { freePort } from '../support/children.js';
import { eventually } from '../support/installation.js';
import { lighthouse } from '../support/lighthouse.js';
import { type Proof, tell } from '../support/proofs.js';
import { ask, followLinks } from './pages/linked-pages.js';

const run = promisify(execFile);
const CHECKER = 'vnu-jar@26.9.27';
const RELAX_NG = 'nu.validator.vendor.thaiopensource.relaxng.util.Driver';
const here = path.join(import.meta.dirname, 'pages');
const projectRoot = path.resolve(import.meta.dirname, '..', '..');
const say = (line: string): void => void process.stderr.write(`${line}\n`);
const chromium = process.env['CHROMIUM'] ?? ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((file) => existsSync(file));
/** Of the installation that is made for the run. */
const OWNER = { ADMIN_EMAIL: 'owner@example.org', ADMIN_PASSWORD: 'a lantern for every street' };
const MOST_CONSOLE_PAGES = 250;
const FIRST_VIEWS = [
  ['the first page', '/en'], ['a petition', '/en/petitions/keep-your-word-gb'], ['a petition in Arabic', '/ar/petitions/keep-your-word-ae'], ['a campaign', '/en/campaigns/keep-your-word'],
  ['the record', '/en/campaigns/stop-sex-trafficking'], ['a country', '/en/campaigns/keep-your-word/countries/GB'],
] as const;
const { values } = parseArgs({ options: { url: { type: 'string' } } });

const folder = mkdtempSync(path.join(tmpdir(), 'countersign-public-'));
const site = values.url ? { url: values.url.replace(/\/$/, ''), owner: null, stop: () => Promise.resolve() } : await start();
const proofs: Proof[] = [];
try {
  const mapped = await everyPage();
  const { pages: linked, asked, dead, missing } = await followLinks(site.url);
  const inConsole = site.owner ? await everyConsolePage(site.owner) : new Map<string, string>();
  const gallery = new Map(galleryPages().map(({ path: at, html }): [string, string] => [`gallery${at}`, html]));
  const pages = new Map([...mapped, ...linked, ...gallery, ...inConsole]);
  say(`${pages.size} pages and feeds: ${mapped.size} by the sitemap, ${[...linked.keys()].filter((address) => !mapped.has(address)).length} more by links, ${gallery.size} of the gallery, ${inConsole.size} of the console. Asking the Nu HTML Checker …`);
  proofs.push(
    { what: `${asked} links within the site`, wanted: 'each leads somewhere', found: dead.length === 0 ? 'each does' : `${dead.length} do not: ${dead.slice(0, 10).join(', ')}`, held: dead.length === 0 },
    { what: 'kinds of page of a campaign', wanted: 'each is reached in each language', found: missing.length === 0 ? 'each is' : `not ${missing.join(', ')}`, held: missing.length === 0 ? true : site.owner ? false : null },
  );
  proofs.push(...(await nuChecker(pages)));
  for (const [name, at] of FIRST_VIEWS) {
    say(`Asking Lighthouse about ${name} …`);
    proofs.push(...(await lighthouse(name, `${site.url}${at}`, { browser: ['--chrome-flags=--headless=new --no-sandbox --disable-gpu'], performance: 95, env: chromium ? { CHROME_PATH: chromium } : {} })));
  }
} finally {
  await site.stop();
  rmSync(folder, { recursive: true, force: true });
}
process.exit(tell(proofs, say) ? 0 : 1);

interface Site { url: string; owner: { email: string; password: string } | null; stop: () => Promise<void> }

async function start(): Promise<Site> {
  const port = await freePort();
  const child = spawn(process.execPath, [path.join(projectRoot, 'apps', 'cli', 'bin', 'countersign.mjs'), 'start'], { cwd: projectRoot, env: { ...process.env, ...OWNER, DATA_DIR: path.join(folder, 'data'), PORT: String(port) }, stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  child.stdout.on('data', (part: Buffer) => (said += part.toString()));
  await eventually('npm start', () => said.includes(`:${port}`) || child.exitCode !== null, 600_000);
  if (child.exitCode !== null) throw new Error('npm start ended');
  return { url: `http://127.0.0.1:${port}`, owner: { email: OWNER.ADMIN_EMAIL, password: OWNER.ADMIN_PASSWORD }, stop: () => new Promise((resolve) => { child.once('exit', () => resolve()).kill('SIGTERM'); }) };
}

/** By address: each that the sitemap names, and the feeds those name. */
async function everyPage(): Promise<Map<string, string>> {
  const asked = async (address: string): Promise<string> => {
    const { status, text } = await ask(address);
    if (status !== 200) throw new Error(`${address} answered ${status}`);
    return text;
  };
  mkdirSync(path.join(folder, 'maps'));
  const locations = (xml: string): string[] => [...xml.matchAll(/<loc>([^<]+)<\/loc>/g)].map(([, loc = '']) => loc.replaceAll('&amp;', '&').replace(/^https?:\/\/[^/]+/, site.url));
  const found = new Map<string, string>();
  const maps = [`${site.url}/sitemap.xml`];
  for (let map = maps.shift(); map; map = maps.shift()) {
    const xml = await asked(map);
    writeFileSync(path.join(folder, 'maps', `${readdirSync(path.join(folder, 'maps')).length}.xml`), xml);
    if (xml.includes('<sitemapindex')) maps.push(...locations(xml));
    else for (const address of locations(xml)) found.set(address, await asked(address));
  }
  for (const html of [...found.values()]) {
    for (const [, href = ''] of html.matchAll(/<link rel="alternate" type="application\/atom\+xml"[^>]* href="([^"]+)"/g)) {
      const feed = new URL(href.replaceAll('&amp;', '&'), site.url);
      const address = `${site.url}${feed.pathname}${feed.search}`;
      if (!found.has(address)) found.set(address, await asked(address));
    }
  }
  return found;
}

/** What links lead to from the first page, one of each kind: two petitions' settings are the same page. */
async function everyConsolePage({ email, password }: { email: string; password: string }): Promise<Map<string, string>> {
  const login = await fetch(`${site.url}/console/login`, { method: 'POST', redirect: 'manual', body: new URLSearchParams({ email, password }), headers: { origin: site.url } });
  const cookie = login.headers.getSetCookie().map((one) => one.split(';')[0]).join('; ');
  if (!cookie) throw new Error(`the owner could not log in: ${login.status}`);
  const [found, waiting] = [new Map<string, string>(), ['/console']];
  const kindOf = (at: string): string => at.replace(/\/(petitions|campaigns|handovers|commitments|stores|people|publications|jurisdictions|cards|progress|reports|offices|letters|updates|webhooks)\/[^/]+/g, '/$1/…').replace(/[0-9a-f]{8}-[0-9a-f-]{27}|\d+/g, '…');
  const kinds = new Set(['/console']);
  for (let at = waiting.shift(); at && found.size < MOST_CONSOLE_PAGES; at = waiting.shift()) {
    const answer = await fetch(`${site.url}${at}`, { headers: { cookie, accept: 'text/html' }, redirect: 'manual' });
    if (answer.status !== 200 || !answer.headers.get('content-type')?.startsWith('text/html')) continue;
    const html = await answer.text();
    found.set(`${site.url}${at}`, html);
    for (const [, href = ''] of html.matchAll(/ href="(\/console[^"#]*)/g)) {
      const [path = '', query] = href.replaceAll('&amp;', '&').split('?');
      const kind = `${kindOf(path)}${query ? '?' : ''}`;
      if (kinds.has(kind) || path.includes('logout')) continue;
      kinds.add(kind);
      waiting.push(href.replaceAll('&amp;', '&'));
    }
  }
  return found;
}

async function nuChecker(pages: ReadonlyMap<string, string>): Promise<Proof[]> {
  const unpacked = path.join(folder, 'checker');
  mkdirSync(unpacked);
  const jar = path.join(unpacked, 'package', 'build', 'dist', 'vnu.jar');
  const there = await run('npm', ['pack', CHECKER, '--silent', '--pack-destination', unpacked])
    .then(({ stdout }) => run('tar', ['xzf', path.join(unpacked, stdout.trim().split('\n').at(-1) ?? ''), '-C', unpacked])).then(() => run('java', ['-version'])).catch((error: unknown) => String(error));
  if (typeof there === 'string') return [{ what: 'the Nu HTML Checker', wanted: 'asked', found: `could not be: ${there.split('\n')[0] ?? ''}`, held: null }];

  const kept = { html: new Map<string, string>(), atom: new Map<string, string>() };
  for (const kind of ['html', 'atom'] as const) mkdirSync(path.join(folder, kind));
  for (const [address, text] of pages) {
    const kind = text.startsWith('<?xml') ? 'atom' : 'html';
    const file = path.join(folder, kind, `${kept[kind].size}.${kind === 'html' ? 'html' : 'xml'}`);
    kept[kind].set(file, address);
    writeFileSync(file, text);
  }
  const { stdout } = await run('java', ['-Xss2m', '-jar', jar, '--format', 'json', '--stdout', '--exit-zero-always', '--skip-non-html', path.join(folder, 'html')], { maxBuffer: 256 * 1024 * 1024 });
  const { messages } = JSON.parse(stdout) as { messages: { type: string; subType?: string; url?: string; message: string; extract?: string; lastLine?: number }[] };
  const faults = messages.filter(({ type, subType }) => type === 'error' || type === 'non-document-error' || subType === 'warning');
  const byMessage = new Map<string, { n: number; where: string; extract: string }>();
  for (const { message, url = '', extract = '' } of faults) {
    const known = byMessage.get(message);
    if (known) known.n += 1;
    else byMessage.set(message, { n: 1, where: kept.html.get(url.replace(/^file:/, '')) ?? url, extract });
  }
  for (const [message, { n, where, extract }] of byMessage) say(`  ${n} × ${message}\n      ${where}: ${extract.replaceAll('\n', ' ').slice(0, 200)}`);

  const schema = async (what: string, name: string, files: string[]): Promise<Proof> => {
    const said = await run('java', ['-cp', jar, RELAX_NG, '-c', path.join(here, name), ...files], { maxBuffer: 64 * 1024 * 1024 }).then(({ stdout }) => stdout, (error: { stdout?: string; message: string }) => error.stdout || error.message);
    if (said) say(said.split('\n').slice(0, 10).join('\n'));
    return { what: `${files.length} ${what}`, wanted: 'valid', found: said ? `${said.trim().split('\n').length} faults` : 'valid', held: said === '' && files.length > 0 };
  };
  return [
    { what: `Nu HTML Checker: ${kept.html.size} pages`, wanted: 'no error, no warning', found: `${faults.length} of ${byMessage.size} kinds`, held: faults.length === 0 && kept.html.size > 0 },
    await schema('Atom feeds, by the schema of RFC 4287', 'atom.rnc', [...kept.atom.keys()]),
    await schema('sitemaps', 'sitemap.rnc', readdirSync(path.join(folder, 'maps')).map((name) => path.join(folder, 'maps', name))),
  ];
}
