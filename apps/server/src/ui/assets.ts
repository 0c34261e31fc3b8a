import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from './project-root.js';

export interface Asset {
  body: Buffer;
  contentType: string;
}

/** Where a named asset is served: `/assets/<hash>/<name>`. Throws on a name that does not exist. */
export type AssetUrl = (name: string) => string;

export interface Assets {
  /** One hash over all files, so that a stylesheet or module may name its neighbours by relative addresses. */
  hash: string;
  url: AssetUrl;
  find(hash: string, name: string): Asset | null;
}

const CONTENT_TYPES: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** A stylesheet as it is served: its comments and indentation are for us. */
function withoutComments(css: Buffer): Buffer {
  return Buffer.from(css.toString('utf8').replace(/\/\*[\s\S]*?\*\//g, '').replace(/\s+/g, ' ').replace(/ ?([{};]) ?/g, '$1').trim());
}

/**
 * Reads all assets once. What is served under the current hash never changes and may be cached for ever;
 * another hash finds nothing, so that no cache can hold new content under an old address.
 */
export function loadAssets(folder: string = path.join(projectRoot(), 'apps/server/assets')): Assets {
  const files = new Map<string, Asset>();
  const digest = createHash('sha256');
  for (const name of readdirSync(folder).sort()) {
    const contentType = CONTENT_TYPES[path.extname(name)];
    if (!contentType) continue;
    const file = readFileSync(path.join(folder, name));
    const body = name.endsWith('.css') ? withoutComments(file) : file;
    digest.update(name).update('\0').update(body);
    files.set(name, { body, contentType });
  }
  const hash = digest.digest('hex').slice(0, 12);
  return {
    hash,
    url: (name) => {
      if (!files.has(name)) throw new Error(`there is no asset '${name}'`);
      return `/assets/${hash}/${name}`;
    },
    find: (asked, name) => (asked === hash ? (files.get(name) ?? null) : null),
  };
}
