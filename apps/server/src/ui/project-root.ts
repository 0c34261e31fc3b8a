import { existsSync } from 'node:fs';
import path from 'node:path';

/**
 * The folder that holds package.json. Catalogues and assets are read from the source tree by both the source
 * (in tests) and the build in dist/, which holds compiled code only.
 */
export function projectRoot(from: string = import.meta.dirname): string {
  let folder = from;
  while (!existsSync(path.join(folder, 'package.json'))) {
    const parent = path.dirname(folder);
    if (parent === folder) throw new Error('package.json was not found in any folder above the server');
    folder = parent;
  }
  return folder;
}
