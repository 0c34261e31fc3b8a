import { defineConfig } from 'vite';

/** The tablet's core alone, with the settings of apps/tablet/vite.config.ts. Nothing of it goes into the shipped build. */
export default defineConfig({
  root: import.meta.dirname,
  base: './',
  logLevel: 'warn',
  build: { emptyOutDir: true, modulePreload: { polyfill: false }, target: ['chrome109', 'firefox115', 'safari16.4'] },
});
