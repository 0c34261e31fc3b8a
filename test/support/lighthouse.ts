import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { type Proof } from './proofs.js';

const run = promisify(execFile);
const LIGHTHOUSE = 'lighthouse@13.5.0';

interface Report { categories: Record<'accessibility' | 'performance', { score: number | null }>; audits: Record<string, { score: number | null; title: string; displayValue?: string }> }

/**
 * What Lighthouse says of a page on a throttled phone, its default. It is fetched for the run (`npx`); it asks for a newer Node than ours
 * and runs on it. Never waited for with this process asleep: it may be joined to a browser that asks us about every new tab.
 * @param browser which one, as its options say
 */
export async function lighthouse(what: string, url: string, { browser, performance: least, env = {} }: { browser: readonly string[]; performance: number; env?: Record<string, string> }): Promise<Proof[]> {
  const report = await run('npx', ['--yes', LIGHTHOUSE, url, ...browser, '--only-categories=accessibility,performance', '--output=json', '--output-path=stdout', '--quiet'],
    { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024, timeout: 180_000, env: { ...process.env, ...env } }).catch((error: unknown) => String(error));
  if (typeof report === 'string') return [{ what, wanted: 'looked at by Lighthouse', found: `${LIGHTHOUSE} could not run: ${report.split('\n')[0] ?? ''}`, held: null }];
  const { categories, audits } = JSON.parse(report.stdout) as Report;
  const [accessibility, performance] = [Math.round(100 * (categories.accessibility.score ?? 0)), Math.round(100 * (categories.performance.score ?? 0))];
  const words = ['first-contentful-paint', 'largest-contentful-paint', 'total-blocking-time', 'cumulative-layout-shift'].map((id) => `${id} ${audits[id]?.displayValue ?? '?'}`).join(', ');
  return [
    { what: `${what}: accessibility`, wanted: '100', found: String(accessibility), held: accessibility === 100 },
    { what: `${what}: performance`, wanted: `≥ ${least}`, found: `${performance} (${words})`, held: performance >= least },
  ];
}
