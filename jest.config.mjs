/** Three sizes: unit (pure, beside the source), database (real Postgres and Redis), journeys and browser (whole processes). */
const common = {
  rootDir: import.meta.dirname,
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  transform: { '^.+\\.tsx?$': ['@swc/jest', { swcrc: true }] },
  moduleNameMapper: {
    '^#libs/(.*)$': '<rootDir>/libs/$1/src/index.ts',
    '^#migrations$': '<rootDir>/migrations/index.ts',
    '\\.css$': '<rootDir>/test/support/no-style.mjs',
    '^(\\.{1,2}/.*)\\.js$': '$1',
  },
  moduleFileExtensions: ['ts', 'tsx', 'js', 'mjs', 'json', 'node'],
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/.countersign/'],
};

/** The larger sizes share one throw-away Postgres and Redis per run (test/support). */
const withServices = {
  ...common,
  globalSetup: '<rootDir>/test/support/global-setup.mjs',
  globalTeardown: '<rootDir>/test/support/global-teardown.mjs',
};

export default {
  testTimeout: 30_000,
  projects: [
    { ...common, displayName: 'unit', testMatch: ['<rootDir>/{apps,libs,migrations,test}/**/*.spec.{ts,tsx}'], testPathIgnorePatterns: ['/node_modules/', '\\.(db|journey|browser)\\.spec\\.'] },
    { ...withServices, displayName: 'database', testMatch: ['<rootDir>/{apps,libs,migrations,test}/**/*.db.spec.{ts,tsx}'] },
    { ...withServices, displayName: 'journeys', testMatch: ['<rootDir>/test/**/*.journey.spec.ts'] },
    { ...withServices, displayName: 'browser', testMatch: ['<rootDir>/test/**/*.browser.spec.ts'] },
  ],
};
