import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** A page as it would lie on the table. */
export interface Picture {
  /** Pixels. */
  width: number;
  /** What a phone reads from it; null: nothing. */
  code: string | null;
  /** As it is taken out of the page. */
  text: string;
  /** Of its structure tree, in order. */
  roles: string[];
}

/** The pages of PDFs as they look, by the name given. */
export function picturesOf(pdfs: Readonly<Record<string, Buffer>>, scale = 2): Record<string, Picture[]> {
  const folder = mkdtempSync(path.join(tmpdir(), 'papers-'));
  try {
    const names = Object.keys(pdfs);
    for (const name of names) writeFileSync(path.join(folder, `${name}.pdf`), pdfs[name] ?? Buffer.alloc(0));
    const jobs = names.flatMap((name) => [path.join(folder, `${name}.pdf`), path.join(folder, name)]);
    const told = execFileSync(process.execPath, [path.join(import.meta.dirname, 'render-pages.mjs'), String(scale), ...jobs], { stdio: ['ignore', 'pipe', 'inherit'] });
    const pages = JSON.parse(told.toString('utf8')) as Picture[][];
    return Object.fromEntries(names.map((name, nth) => [name, pages[nth] ?? []]));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
