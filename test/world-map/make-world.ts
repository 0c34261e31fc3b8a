/**
 * `node --import ./test/support/typescript.mjs test/world-map/make-world.ts`: draws the map of the world anew, after a newer version
 * of world-atlas was installed. The same version gives the same files.
 */
import { writeFileSync } from 'node:fs';
import { worldFiles } from './world-files.js';

for (const [file, text] of worldFiles()) writeFileSync(file, text);
