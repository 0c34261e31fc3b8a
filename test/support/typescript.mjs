/**
 * Lets plain Node run the TypeScript sources as they are, without a build: `node --import ./test/support/typescript.mjs file.ts`.
 * For tests, benches and long proofs; what is shipped is built by `nest build`, with the same compiler settings (.swcrc).
 */
import { register } from 'node:module';

register('./typescript-hooks.mjs', import.meta.url);
process.setSourceMapsEnabled?.(true);
