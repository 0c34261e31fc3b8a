import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import type { FastifyInstance } from 'fastify';
import { Injectable } from '@nestjs/common';
import { projectRoot } from '../ui/project-root.js';

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8', '.js': 'text/javascript; charset=utf-8', '.svg': 'image/svg+xml', '.png': 'image/png', '.jpg': 'image/jpeg',
  '.webp': 'image/webp', '.ico': 'image/x-icon', '.woff2': 'font/woff2', '.webmanifest': 'application/manifest+json', '.json': 'application/json', '.txt': 'text/plain; charset=utf-8',
};
const COMPRESSIBLE = new Set(['.css', '.js', '.svg', '.webmanifest', '.json', '.txt']);

interface Asset {
  readonly url: string;
  readonly type: string;
  readonly plain: Buffer;
  readonly gzip: Buffer | null;
  readonly brotli: Buffer | null;
}

/** The files of `apps/server/assets`, read once; each under an address that holds its content's hash, so that it is cached for good. */
@Injectable()
export class Assets {
  private readonly byName = new Map<string, Asset>();
  private readonly byUrl = new Map<string, Asset>();

  constructor() {
    const folder = path.join(projectRoot(), 'apps/server/assets');
    if (!existsSync(folder)) return;
    for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
      const type = TYPES[path.extname(name)];
      const file = readFileSync(path.join(folder, name));
      if (type) this.add(name.split(path.sep).join('/'), type, name.endsWith('.css') ? lightStyle(file) : name.endsWith('.js') ? lightScript(file) : file);
    }
  }

  /** `assetUrl('site.css')` → `/assets/3f1c…/site.css`. @throws if there is no such file: a page without its looks is a fault of ours */
  readonly assetUrl = (name: string): string => {
    const found = this.byName.get(name);
    if (!found) throw new Error(`no asset '${name}' in apps/server/assets`);
    return found.url;
  };

  /** `/assets/<hash>/<name>`; a request with an older hash gets the file as it is now, uncached, so that open pages keep working. */
  serve(fastify: FastifyInstance): void {
    fastify.get('/assets/:hash/*', (request, reply) => {
      const { hash, '*': name } = request.params as { hash: string; '*': string };
      const exact = this.byUrl.get(`/assets/${hash}/${name}`);
      const found = exact ?? this.byName.get(name);
      if (!found) return reply.callNotFound();
      const [encoding, body] = bestOf(found, request.headers['accept-encoding'] ?? '');
      reply.header('content-type', found.type).header('vary', 'accept-encoding');
      reply.header('cache-control', exact ? 'public, max-age=31536000, immutable' : 'no-cache');
      if (encoding) reply.header('content-encoding', encoding);
      return reply.send(body);
    });
  }

  private add(name: string, type: string, plain: Buffer): void {
    const hash = createHash('sha256').update(plain).digest('hex').slice(0, 16);
    const small = COMPRESSIBLE.has(path.extname(name)) && plain.length > 512;
    const asset: Asset = {
      url: `/assets/${hash}/${name}`, type, plain,
      gzip: small ? gzipSync(plain, { level: 9 }) : null,
      brotli: small ? brotliCompressSync(plain, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }) : null,
    };
    this.byName.set(name, asset);
    this.byUrl.set(asset.url, asset);
  }
}

/**
 * Comments and blanks are for whoever works on the looks: a phone on a slow line need not fetch them. Texts and addresses stay as they
 * are; none of ours holds the marks of a comment, and no selector of ours a colon or comma with a blank that means something.
 */
const lightStyle = (css: Buffer): Buffer => Buffer.from(css.toString('utf8').replace(/\/\*[\s\S]*?\*\//gu, '')
  .split(/("[^"]*"|'[^']*'|url\([^)]*\))/u).map((part, at) => (at % 2 === 1 ? part : part.replace(/\s+/gu, ' ').replace(/ ?([{};]) ?/gu, '$1').replace(/([:,]) /gu, '$1').replace(/;\}/gu, '}'))).join('').trim());

/** Lines that are comments as a whole; no text of ours spans lines that look like one. */
const lightScript = (script: Buffer): Buffer => Buffer.from(script.toString('utf8').replace(/^\s*\/\*\*[\s\S]*?\*\/\n/gmu, '').replace(/^\s*\/\/.*\n/gmu, ''));

function bestOf(asset: Asset, accepted: string): [encoding: string | null, body: Buffer] {
  if (asset.brotli && /\bbr\b/.test(accepted)) return ['br', asset.brotli];
  if (asset.gzip && /\bgzip\b/.test(accepted)) return ['gzip', asset.gzip];
  return [null, asset.plain];
}
