/**
 * `node --import ./test/support/typescript.mjs test/second-implementation/make-vectors.ts`: writes docs/manifest-vectors/. Everything in
 * them follows from fixed seeds, so that a second run changes nothing.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { vectorFiles } from './vectors.js';

const folder = path.resolve(import.meta.dirname, '../../docs/manifest-vectors');
mkdirSync(folder, { recursive: true });
for (const [name, text] of Object.entries(await vectorFiles())) writeFileSync(path.join(folder, name), text);
