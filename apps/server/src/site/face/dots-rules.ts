/** Where a country's mark stands on the map, in the map's own units. */
export interface Dot {
  id: string;
  /** The country itself. */
  x: number;
  y: number;
  /** Its mark, moved aside where marks would lie on each other. */
  markX: number;
  markY: number;
}

export interface Placed {
  id: string;
  /** Middle and extent of its largest piece of land. */
  x: number;
  y: number;
  w: number;
  h: number;
}

/** A side of a square as large as the land's frame: below it, nobody hits it with a finger. */
const TOO_SMALL = 6;
const ROUNDS = 200;

/**
 * Marks for countries too small to press, none closer to another than `apart`. The same countries give the same marks:
 * two that lie on each other part along a direction that follows from their order.
 *
 * @param unit how many map units one unit of the whole world's drawing is in this part of it
 */
export function dotsFor(places: readonly Placed[], apart: number, unit = 1): Dot[] {
  const small = places.filter(({ w, h }) => Math.sqrt(w * h) < TOO_SMALL * unit).sort((a, b) => (a.id < b.id ? -1 : 1));
  const dots = small.map(({ id, x, y }): Dot => ({ id, x, y, markX: x, markY: y }));
  for (let round = 0; round < ROUNDS; round++) if (!parted(dots, apart)) break;
  return dots.map((dot) => ({ ...dot, markX: tenth(dot.markX), markY: tenth(dot.markY) }));
}

/** One round of pushing; false: there was nothing to push. */
function parted(dots: Dot[], apart: number): boolean {
  let moved = false;
  for (const [at, one] of dots.entries()) {
    for (const other of dots.slice(at + 1)) {
      const [dx, dy] = [other.markX - one.markX, other.markY - one.markY];
      const distance = Math.hypot(dx, dy);
      if (distance >= apart - 0.05) continue;
      const angle = distance > 0.01 ? Math.atan2(dy, dx) : at;
      const push = (apart - distance) / 2 + 0.05;
      one.markX -= Math.cos(angle) * push;
      one.markY -= Math.sin(angle) * push;
      other.markX += Math.cos(angle) * push;
      other.markY += Math.sin(angle) * push;
      moved = true;
    }
  }
  return moved;
}

const tenth = (value: number): number => Math.round(value * 10) / 10;
