import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { Injectable } from '@nestjs/common';
import { projectRoot } from '../ui/project-root.js';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8', '.css': 'text/css; charset=utf-8', '.js': 'text/javascript; charset=utf-8', '.json': 'application/json',
  '.webmanifest': 'application/manifest+json', '.svg': 'image/svg+xml', '.png': 'image/png', '.woff2': 'font/woff2',
};
const COMPRESSIBLE = new Set(['.html', '.css', '.js', '.json', '.webmanifest', '.svg']);

export type Encoding = 'br' | 'gzip';

export interface TabletFile {
  readonly name: string;
  readonly type: string;
  readonly plain: Buffer;
  /** The content as small as the asker takes it; packed once, at the first request. */
  packed(accepted: string): Promise<readonly [Encoding | null, Buffer]>;
}

/** The built app (`dist/tablet`), read whole at the first request: every file of one version, or none. */
@Injectable()
export class TabletFiles {
  private files: ReadonlyMap<string, TabletFile> | null = null;

  /** @param folder of another build; tests give their own */
  static of(folder: string): TabletFiles {
    const made = new TabletFiles();
    made.files = readFolder(folder);
    return made;
  }

  get built(): boolean {
    return this.all().has('index.html');
  }

  byName(name: string): TabletFile | null {
    return this.all().get(name) ?? null;
  }

  private all(): ReadonlyMap<string, TabletFile> {
    if (this.files) return this.files;
    const files = readFolder(path.join(projectRoot(), 'dist', 'tablet'));
    // The service worker is written last: without it the build is under way, or was cut off.
    if (files.has('sw.js')) this.files = files;
    return this.files ?? new Map();
  }
}

function readFolder(folder: string): ReadonlyMap<string, TabletFile> {
  const files = new Map<string, TabletFile>();
  if (!existsSync(folder)) return files;
  for (const entry of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    const type = TYPES[path.extname(entry)];
    const name = entry.split(path.sep).join('/');
    if (type) files.set(name, fileOf(name, type, readFileSync(path.join(folder, entry))));
  }
  return files;
}

function fileOf(name: string, type: string, plain: Buffer): TabletFile {
  const small = COMPRESSIBLE.has(path.extname(name)) && plain.length > 512;
  const made = new Map<Encoding, Promise<Buffer>>();
  const once = (encoding: Encoding): Promise<Buffer> => {
    const ready = made.get(encoding) ?? pack(encoding, plain);
    made.set(encoding, ready);
    return ready;
  };
  return {
    name, type, plain,
    async packed(accepted) {
      if (small && /\bbr\b/.test(accepted)) return ['br', await once('br')];
      if (small && /\bgzip\b/.test(accepted)) return ['gzip', await once('gzip')];
      return [null, plain];
    },
  };
}

const pack = (encoding: Encoding, plain: Buffer): Promise<Buffer> => encoding === 'br'
  ? promisify(brotliCompress)(plain, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } })
  : promisify(gzip)(plain, { level: 9 });
