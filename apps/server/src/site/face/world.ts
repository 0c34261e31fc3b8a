import { readFileSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from '../../ui/project-root.js';
import { type Placed } from './dots-rules.js';

/** One country as it is drawn: its outline as an SVG path, and the frame of its largest piece of land. */
export interface Shape extends Omit<Placed, 'id'> {
  d: string;
}

export interface World {
  width: number;
  height: number;
  /** By ISO 3166-1 alpha-2. */
  shapes: Readonly<Record<string, Shape>>;
  /** Parts of the world that can be looked at closer: left, top, width, height. */
  areas: Readonly<Record<string, readonly [number, number, number, number]>>;
  /** Where the shapes come from, as the page names it. */
  source: { name: string; url: string; version: string };
}

/**
 * Natural Earth's countries, projected once by `test/world-map/make-world.ts` and kept with the code (ADR 36). Read when the
 * server starts: a page takes from it only the countries of its campaign, the land around them is the asset `world.svg`.
 */
export const WORLD: World = JSON.parse(readFileSync(path.join(projectRoot(), 'apps/server/src/site/face/world.json'), 'utf8')) as World;

export const WHOLE_WORLD = 'world';

/** Left, top, width and height of a part of the world. */
export function frameOf(area: string, world: World = WORLD): readonly [number, number, number, number] {
  return world.areas[area] ?? [0, 0, world.width, world.height];
}

/** Countries that one sees in a part of the world: whose middle lies in it, or who fill some of it. */
export function seenIn(area: string, ids: readonly string[], world: World = WORLD): string[] {
  if (!world.areas[area]) return [...ids];
  const [left, top, width, height] = frameOf(area, world);
  return ids.filter((id) => {
    const shape = world.shapes[id];
    if (!shape) return false;
    const inside = shape.x >= left && shape.x <= left + width && shape.y >= top && shape.y <= top + height;
    const across = Math.min(shape.x + shape.w / 2, left + width) - Math.max(shape.x - shape.w / 2, left);
    const down = Math.min(shape.y + shape.h / 2, top + height) - Math.max(shape.y - shape.h / 2, top);
    return inside || (across > 0 && down > 0 && across * down > width * height * 0.04);
  });
}

/** Parts worth a closer look: where at least three of these countries are, and not all of them. */
export function areasFor(ids: readonly string[], world: World = WORLD): string[] {
  return [WHOLE_WORLD, ...Object.keys(world.areas).filter((area) => seenIn(area, ids, world).length >= 3)];
}
