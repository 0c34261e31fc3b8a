import path from 'node:path';
import { drawWorld } from './draw-world.js';

const root = path.resolve(import.meta.dirname, '../..');

/** What is kept with the code, by its path: the countries one by one for the server, their land in one piece for the browser. */
export function worldFiles(): [file: string, text: string][] {
  const { world, land } = drawWorld();
  return [
    [path.join(root, 'apps/server/src/site/face/world.json'), `${JSON.stringify(world)}\n`],
    [path.join(root, 'apps/server/assets/world.svg'), `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${world.width} ${world.height}"><path id="land" d="${land}"/></svg>\n`],
  ];
}
