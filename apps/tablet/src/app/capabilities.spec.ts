import { describe, expect, it } from '@jest/globals';
import { missingFrom } from './capabilities.js';

const able = { isSecureContext: true, crypto: { subtle: {} }, indexedDB: {}, navigator: { locks: {}, serviceWorker: {} } };

describe('whether this page may collect', () => {
  it('may with all it needs', () => {
    expect(missingFrom(able)).toBe('none');
  });

  it('may not over plain HTTP, and says that this is why', () => {
    expect(missingFrom({ isSecureContext: false, crypto: {}, indexedDB: {}, navigator: {} })).toBe('https');
  });

  it.each([
    ['WebCrypto', { ...able, crypto: {} }],
    ['a database', { ...able, indexedDB: undefined }],
    ['locks', { ...able, navigator: { serviceWorker: {} } }],
    ['service workers', { ...able, navigator: { locks: {} } }],
  ])('may not in a browser without %s', (_, world) => {
    expect(missingFrom(world)).toBe('browser');
  });
});
