import { setTimeout as pause } from 'node:timers/promises';
import { Answers, ask } from '../load/http.js';
import { type Scene } from '../stage/scene.js';
import { type Stage } from '../stage/stage.js';
import { type Violation } from './verdict.js';

/** What a page may be behind. */
const FRESH_WITHIN_MS = 5_000;

/** Rows, tally, API and page of every server say the same, and every server says that it is well. */
export async function judgeFigures(stage: Stage, { db, petitions }: Scene, counted: ReadonlyMap<string, number>): Promise<Violation[]> {
  const tallies = new Map((await db.rows<{ slug: string; n: number }>(`select p.slug, t.counted as n from petition_tallies t join petitions p on p.id = t.petition_id`)).map(({ slug, n }) => [slug, n]));
  const violations: Violation[] = [];
  for (const { slug } of petitions) {
    const rows = counted.get(slug) ?? 0;
    if ((tallies.get(slug) ?? 0) !== rows) violations.push({ kind: 'figure', what: `${slug}: ${rows} rows counted, tally ${tallies.get(slug) ?? 0}` });
    for (const url of stage.urls) {
      for (const [where, read] of [['API', apiFigure], ['page', pageFigure]] as const) {
        let shown = await read(url, slug);
        for (const end = Date.now() + FRESH_WITHIN_MS; shown !== rows && Date.now() < end; shown = await read(url, slug)) await pause(200);
        if (shown !== rows) violations.push({ kind: 'figure', what: `${slug}: ${rows} rows counted, the ${where} says ${shown}` });
      }
    }
  }
  for (const url of stage.urls) {
    const { status, body } = await ask(new Answers(), `${url}/readyz`, null);
    const said = (body as { status?: string; checks?: unknown } | null) ?? {};
    if (status !== 200 || said.status !== 'ok') violations.push({ kind: 'process', what: `/readyz: ${status} ${said.status} ${JSON.stringify(said.checks)}` });
  }
  return violations;
}

async function apiFigure(url: string, slug: string): Promise<number | null> {
  const { body } = await ask(new Answers(), `${url}/api/v1/petitions/${slug}/tally`, null);
  return (body as { counted?: number } | null)?.counted ?? null;
}

/** The figure as people see it, without what groups its digits. */
async function pageFigure(url: string, slug: string): Promise<number | null> {
  const { body } = await ask(new Answers(), `${url}/en/petitions/${slug}`, null);
  const shown = /data-live="total"[^>]*>([^<]*)</.exec(String(body))?.[1];
  return shown === undefined ? null : Number(shown.replace(/[^\d]/g, ''));
}
