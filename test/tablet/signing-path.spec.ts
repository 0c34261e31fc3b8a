import { expect, it } from '@jest/globals';
import { SIGNING_PATH_MOST_BYTES, signingPath } from './signing-path.js';

// Of the build: `npm test` makes it first.
it('is small: what a tablet loads before somebody can sign', () => {
  const scripts = signingPath();
  expect(scripts.map(({ name }) => name)).toEqual(expect.arrayContaining(['sw.js', expect.stringMatching(/^assets\/index-.*\.js$/)]));
  expect(scripts.reduce((sum, { gzipBytes }) => sum + gzipBytes, 0)).toBeLessThanOrEqual(SIGNING_PATH_MOST_BYTES);
});
