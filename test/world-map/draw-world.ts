import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { geoEqualEarth, geoPath } from 'd3-geo';
import { feature } from 'topojson-client';
import { presimplify, simplify, sphericalTriangleArea } from 'topojson-simplify';
import type { GeometryCollection, Topology } from 'topojson-specification';
import countries from 'i18n-iso-countries';
import { type Shape, type World } from '../../apps/server/src/site/face/world.js';

/** Width of the drawing; one unit is about a pixel of a page on a desk. */
const WIDTH = 1000;
/** Steradians that a corner has to span to be drawn. */
const FINEST = 4e-6;
/** Pieces of land with a smaller frame are left out, except a country's largest. */
const SMALLEST = 1.2;
/** So that no land is cut at the edge: Chukotka stays with Asia. */
const ROTATED = -11;
/** Antarctica takes a fifth of the drawing and has no government to ask. */
const LEFT_OUT = new Set(['010']);
/** West, south, east, north in degrees of the parts that can be looked at closer. */
const PARTS: Readonly<Record<string, readonly [number, number, number, number]>> = {
  europe: [-11, 35, 40, 66], 'middle-east': [22, 11, 63, 38.5], asia: [60, -11, 148, 46],
};

export interface DrawnWorld {
  world: World;
  /** The land of all countries, for the asset around them. */
  land: string;
}

type Countries = Topology<{ countries: GeometryCollection<{ name: string }> }>;

/** Natural Earth's countries (1:50 million, by the package world-atlas) in the equal-area projection Equal Earth. Reads no clock and no chance. */
export function drawWorld(): DrawnWorld {
  const require = createRequire(import.meta.url);
  const atlas = JSON.parse(readFileSync(require.resolve('world-atlas/countries-50m.json'), 'utf8')) as Countries;
  const { version } = JSON.parse(readFileSync(require.resolve('world-atlas/package.json'), 'utf8')) as { version: string };
  const topology = simplify(presimplify(atlas, sphericalTriangleArea), FINEST);
  const features = feature(topology, topology.objects.countries).features.filter(({ id }) => !LEFT_OUT.has(String(id)));
  const projection = geoEqualEarth().rotate([ROTATED, 0]);
  projection.fitWidth(WIDTH, { type: 'FeatureCollection', features });
  const draw = geoPath(projection);
  const height = Math.ceil(draw.bounds({ type: 'FeatureCollection', features })[1][1]);
  const shapes = new Map<string, Shape>();
  const land: string[] = [];
  for (const one of features) {
    const drawn = shapeOf(draw(one) ?? '');
    if (!drawn) continue;
    land.push(drawn.d);
    const id = countries.numericToAlpha2(String(one.id));
    // The data set gives Australia's territories in the Indian Ocean Australia's number: the largest is the country.
    const before = id ? shapes.get(id) : undefined;
    if (id && (!before || before.w * before.h < drawn.w * drawn.h)) shapes.set(id, drawn);
  }
  const areas = Object.fromEntries(Object.entries(PARTS).map(([name, [west, south, east, north]]) => [name, frameOf(projection, west, south, east, north)]));
  return {
    world: {
      width: WIDTH, height, areas, source: { name: 'naturalearthdata.com', url: 'https://www.naturalearthdata.com/', version: `world-atlas ${version}` },
      shapes: Object.fromEntries([...shapes].sort(([a], [b]) => (a < b ? -1 : 1))),
    },
    land: land.join(''),
  };
}

function frameOf(projection: (point: [number, number]) => [number, number] | null, west: number, south: number, east: number, north: number): [number, number, number, number] {
  const corners = [[west, south], [east, south], [west, north], [east, north], [(west + east) / 2, north], [(west + east) / 2, south]].flatMap((point) => [projection(point as [number, number]) ?? [0, 0]]);
  const [left, right] = [Math.min(...corners.map(([x = 0]) => x)), Math.max(...corners.map(([x = 0]) => x))];
  const [top, bottom] = [Math.min(...corners.map(([, y = 0]) => y)), Math.max(...corners.map(([, y = 0]) => y))];
  return [tenth(left), tenth(top), tenth(right - left), tenth(bottom - top)];
}

interface Ring {
  points: [number, number][];
  frame: { x: number; y: number; w: number; h: number };
}

/** The outline in whole tenths and relative steps, which takes half the letters; null for what vanishes altogether. */
function shapeOf(path: string): Shape | null {
  const rings = path.split('M').filter(Boolean).map(ringOf).filter(({ points }) => points.length >= 3);
  const largest = [...rings].sort((a, b) => b.frame.w * b.frame.h - a.frame.w * a.frame.h)[0];
  if (!largest) return pointShape(path);
  const kept = rings.filter((ring) => ring === largest || Math.max(ring.frame.w, ring.frame.h) >= SMALLEST);
  return { d: kept.map(({ points }) => stepsOf(points)).join(''), ...largest.frame };
}

/** An island smaller than a tenth of a unit is a place without an outline. */
function pointShape(path: string): Shape | null {
  const [, x, y] = /^M?(-?[\d.]+),(-?[\d.]+)/.exec(path) ?? [];
  return x && y ? { d: '', x: tenth(Number(x)), y: tenth(Number(y)), w: 0, h: 0 } : null;
}

function ringOf(text: string): Ring {
  const points: [number, number][] = [];
  for (const corner of text.replace('Z', '').split('L')) {
    const [x = 0, y = 0] = corner.split(',').map((number) => tenth(Number(number)));
    const last = points.at(-1);
    if (!last || last[0] !== x || last[1] !== y) points.push([x, y]);
  }
  const [first, last] = [points[0], points.at(-1)];
  if (points.length > 1 && first && last && first[0] === last[0] && first[1] === last[1]) points.pop();
  const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)];
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  return { points, frame: { x: tenth((left + right) / 2), y: tenth((top + bottom) / 2), w: tenth(right - left), h: tenth(bottom - top) } };
}

function stepsOf(points: readonly [number, number][]): string {
  let text = '';
  let [lastX, lastY] = [0, 0];
  for (const [at, [x, y]] of points.entries()) {
    const [dx, dy] = at === 0 ? [x, y] : [tenth(x - lastX), tenth(y - lastY)];
    text += `${at === 0 ? 'M' : at === 1 ? 'l' : dx < 0 ? '' : ' '}${short(dx)}${dy < 0 ? '' : ' '}${short(dy)}`;
    [lastX, lastY] = [x, y];
  }
  return `${text}z`;
}

const tenth = (value: number): number => Math.round(value * 10) / 10 || 0;
const short = (value: number): string => String(value).replace(/^(-?)0\./, '$1.');
