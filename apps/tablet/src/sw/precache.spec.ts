import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { CACHE_PREFIX, forgetOthers, installWhole, keptFor, type Stores } from './precache.js';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const FILES: Record<string, string> = { '/tablet/': '<!doctype html>', '/tablet/assets/a-1.js': 'run()', '/tablet/assets/a-1.css': 'p{}' };
const LIST = Object.entries(FILES).map(([url, content]) => ({ url, sha256: sha256(content) }));
const serve = (url: string): Promise<Response> => Promise.resolve(new Response(FILES[url] ?? 'none', { status: url in FILES ? 200 : 404 }));

function memory(): Stores & { held: Map<string, Map<string, Response>> } {
  const held = new Map<string, Map<string, Response>>();
  return {
    held,
    open: (name) => {
      const cache = held.get(name) ?? new Map<string, Response>();
      held.set(name, cache);
      return Promise.resolve({ put: (url, answer) => Promise.resolve(void cache.set(url, answer)) });
    },
    delete: (name) => Promise.resolve(held.delete(name)),
    keys: () => Promise.resolve([...held.keys()]),
  };
}

describe('a new version of the app', () => {
  it('is kept whole', async () => {
    const stores = memory();
    await installWhole(stores, serve, 'v2', LIST);
    expect([...(stores.held.get('v2')?.keys() ?? [])]).toEqual(Object.keys(FILES));
  });

  it('is not kept at all if one file is missing', async () => {
    const stores = memory();
    await expect(installWhole(stores, serve, 'v2', [...LIST, { url: '/tablet/assets/gone.js', sha256: sha256('') }])).rejects.toThrow('404');
    expect(stores.held.has('v2')).toBe(false);
  });

  it('is not kept at all if a Wi-Fi login page answers in place of a file', async () => {
    const stores = memory();
    const login = (url: string): Promise<Response> => (url.endsWith('.js') ? Promise.resolve(new Response('<h1>Welcome to our Wi-Fi</h1>')) : serve(url));
    await expect(installWhole(stores, login, 'v2', LIST)).rejects.toThrow('another content');
    expect(stores.held.has('v2')).toBe(false);
  });

  it('is not kept at all if the disk is full half way', async () => {
    const stores = memory();
    let puts = 0;
    const full: Stores = { ...stores, open: async (name) => {
      const cache = await stores.open(name);
      return { put: (url, answer) => (puts++ === 1 ? Promise.reject(new Error('no room')) : cache.put(url, answer)) };
    } };
    await expect(installWhole(full, serve, 'v2', LIST)).rejects.toThrow('no room');
    expect(stores.held.has('v2')).toBe(false);
  });

  it('drops the versions before it when it takes over, and nothing of others', async () => {
    const stores = memory();
    for (const name of [`${CACHE_PREFIX}1`, `${CACHE_PREFIX}2`, 'another-app']) await stores.open(name);
    await forgetOthers(stores, `${CACHE_PREFIX}2`);
    expect([...stores.held.keys()]).toEqual([`${CACHE_PREFIX}2`, 'another-app']);
  });
});

describe('what the worker answers', () => {
  const origin = 'https://shop.example';
  const ask = (method: string, mode: string, url: string): string | null => keptFor({ method, mode, url }, origin, '/tablet/', LIST);

  it('answers any page of the app with the one there is', () => {
    expect(ask('GET', 'navigate', `${origin}/tablet/`)).toBe('/tablet/');
    expect(ask('GET', 'navigate', `${origin}/tablet/?x=1`)).toBe('/tablet/');
  });

  it('answers its own files and no others', () => {
    expect(ask('GET', 'no-cors', `${origin}/tablet/assets/a-1.js`)).toBe('/tablet/assets/a-1.js');
    expect(ask('GET', 'no-cors', `${origin}/tablet/assets/of-yesterday.js`)).toBeNull();
  });

  it.each([
    ['an upload', 'POST', 'cors', `${origin}/api/v1/devices/d/batches`],
    ['a post below its own folder', 'POST', 'cors', `${origin}/tablet/assets/a-1.js`],
    ['the kit', 'GET', 'cors', `${origin}/api/v1/devices/d/kit`],
    ['the public site', 'GET', 'navigate', `${origin}/petitions/x`],
    ['another site', 'GET', 'cors', 'https://other.example/tablet/'],
  ])('leaves %s alone', (_, method, mode, url) => {
    expect(ask(method, mode, url)).toBeNull();
  });
});
