/**
 * `npm run acceptance -- tablet-lighthouse`: what Lighthouse says of the screens a tablet opens with: pairing, and, paired and with a PIN,
 * the idle screen from which customers sign. Lighthouse is fetched for the run (`npx`); it asks for a newer Node than ours and runs on it.
 */
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { type Proof, tell } from '../support/proofs.js';
import { openShopFloor, type ShopFloor } from '../support/shop-floor.js';

const run = promisify(execFile);
const LIGHTHOUSE = 'lighthouse@13.5.0';
const say = (line: string): void => void process.stderr.write(`${line}\n`);
const { screensToLookAt } = (await import(new URL('../tablet/proofs/lighthouse.ts', import.meta.url).href)) as {
  screensToLookAt: (floor: ShopFloor, look: (screen: string, url: string, profile: string) => Promise<void>) => Promise<void>;
};

interface Report { categories: Record<'accessibility' | 'performance', { score: number | null }>; audits: Record<string, { score: number | null; title: string; displayValue?: string }> }

const floor = await openShopFloor(say);
const proofs: Proof[] = [];
try {
  await screensToLookAt(floor, async (screen, url, profile) => {
    const [port = ''] = readFileSync(path.join(profile, 'DevToolsActivePort'), 'utf8').split('\n');
    // Never waited for with this process asleep: it is joined to the same browser, which asks it about every new tab.
    const report = await run('npx', ['--yes', LIGHTHOUSE, url, `--port=${port}`, '--disable-storage-reset', '--only-categories=accessibility,performance', '--output=json', '--output-path=stdout', '--quiet'],
      { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024, timeout: 180_000 }).catch((error: unknown) => String(error));
    if (typeof report === 'string') {
      proofs.push({ what: screen, wanted: 'looked at by Lighthouse', found: `${LIGHTHOUSE} could not run: ${report.split('\n')[0] ?? ''}`, held: null });
      return;
    }
    const { categories, audits } = JSON.parse(report.stdout) as Report;
    const [accessibility, performance] = [Math.round(100 * (categories.accessibility.score ?? 0)), Math.round(100 * (categories.performance.score ?? 0))];
    const words = (ids: string[]): string => ids.map((id) => `${id} ${audits[id]?.displayValue ?? '?'}`).join(', ');
    proofs.push({ what: `${screen}: accessibility`, wanted: '100', found: String(accessibility), held: accessibility === 100 });
    proofs.push({ what: `${screen}: performance`, wanted: '≥ 90', found: `${performance} (${words(['first-contentful-paint', 'largest-contentful-paint', 'total-blocking-time', 'cumulative-layout-shift'])})`, held: performance >= 90 });
  });
} finally {
  await floor.end();
}
process.exit(tell(proofs, say) ? 0 : 1);
