declare const __APP_VERSION__: string;

/** Release and hash of the sources (vite.config.ts); tests run from the sources and have none. */
export const APP_VERSION: string = typeof __APP_VERSION__ === 'string' ? __APP_VERSION__ : '0.0.0+source';
