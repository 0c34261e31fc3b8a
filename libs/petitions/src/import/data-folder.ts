import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const LANDMARK = 'data/schema/campaign.schema.json';

/** The folder `data/` of this project: the same one from the sources and from what was built of them. */
export function dataFolder(): string {
  let folder = path.dirname(fileURLToPath(import.meta.url));
  while (!existsSync(path.join(folder, LANDMARK))) {
    const parent = path.dirname(folder);
    if (parent === folder) throw new Error(`${LANDMARK} was not found beside the program`);
    folder = parent;
  }
  return path.join(folder, 'data');
}
