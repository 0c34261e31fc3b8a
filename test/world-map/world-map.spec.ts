import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { seenIn, WORLD } from '../../apps/server/src/site/face/world.js';
import { worldFiles } from './world-files.js';

let files: [string, string][];
beforeAll(() => { files = worldFiles(); }, 60_000);

describe('the map of the world', () => {
  it('is what the data set gives, to the letter', () => {
    for (const [file, text] of files) expect(readFileSync(file, 'utf8') === text).toBe(true);
  });

  it('weighs at most 150 kB, 50 kB on its way', () => {
    const land = files.find(([file]) => file.endsWith('.svg'))?.[1] ?? '';
    expect(land.length).toBeLessThanOrEqual(150_000);
    expect(gzipSync(land).length).toBeLessThanOrEqual(50_000);
  });

  it('has a place for every country of the two campaigns, also for those smaller than a pixel', () => {
    const ids = ['stop-sex-trafficking', 'keep-your-word'].flatMap((campaign) => {
      const file = JSON.parse(readFileSync(new URL(`../../data/${campaign}/campaign.json`, import.meta.url), 'utf8')) as { jurisdictions: { id: string; kind: string }[] };
      return file.jurisdictions.filter(({ kind }) => kind === 'country').map(({ id }) => id);
    });
    expect(ids.filter((id) => !WORLD.shapes[id])).toEqual([]);
    for (const id of ['SG', 'HK', 'BH', 'MT']) expect(WORLD.shapes[id]).toMatchObject({ x: expect.any(Number), y: expect.any(Number) });
  });

  it('shows closer who lies there or fills some of the picture', () => {
    expect(seenIn('europe', ['FR', 'JO', 'AU', 'SE', 'MT'])).toEqual(['FR', 'SE', 'MT']);
    expect(seenIn('middle-east', ['JO', 'QA', 'FR'])).toEqual(['JO', 'QA']);
    expect(seenIn('world', ['JO', 'XX'])).toEqual(['JO', 'XX']);
  });
});
