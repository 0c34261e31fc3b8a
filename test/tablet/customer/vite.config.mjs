import { defineConfig } from 'vite';

/** The customer's steps alone, for a browser test: the same sources and settings as apps/tablet/vite.config.ts, without core and staff. */
export default defineConfig({
  root: import.meta.dirname,
  base: './',
  logLevel: 'warn',
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: { emptyOutDir: true, assetsInlineLimit: 0, modulePreload: { polyfill: false }, target: ['chrome109', 'firefox115', 'safari16.4'] },
});
