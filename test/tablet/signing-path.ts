import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';

/** More than this, compressed, a tablet shall not have to load before somebody can sign. */
export const SIGNING_PATH_MOST_BYTES = 120_000;

/** Every script of the built app, its service worker too: all of them lie on the way to a signature. */
export function signingPath(): { name: string; gzipBytes: number }[] {
  const folder = path.resolve(import.meta.dirname, '../../dist/tablet');
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => /\.m?js$/.test(name)).sort()
    .map((name) => ({ name, gzipBytes: gzipSync(readFileSync(path.join(folder, name))).length }));
}
