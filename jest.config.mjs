/** Three sizes: unit (pure, beside the source), database (real Postgres and Redis), journeys and browser (whole processes). */
const common = {
  rootDir: import.meta.dirname,
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  transform: { '^.+\\.tsx?$': ['@swc/jest', { swcrc: true }] },
  moduleNameMapper: {
    '^#libs/(.*)$': '<rootDir>/libs/$1/src/index.ts',
    '^#migrations$': '<rootDir>/migrations/index.ts',
    '^(\\.{1,2}/.*)\\.js$': '$1',
  },
  moduleFileExtensions: ['ts', 'tsx', 'js', 'mjs', 'json', 'node'],
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/.countersign/'],
};

export default {
  projects: [
    { ...common, displayName: 'unit', testMatch: ['<rootDir>/{apps,libs,migrations,test}/**/*.spec.{ts,tsx}'], testPathIgnorePatterns: ['/node_modules/', '\\.(db|journey|browser)\\.spec\\.'] },
    { ...common, displayName: 'database', testMatch: ['<rootDir>/{apps,libs,migrations,test}/**/*.db.spec.{ts,tsx}'] },
    { ...common, displayName: 'journeys', testMatch: ['<rootDir>/test/**/*.journey.spec.ts'] },
    { ...common, displayName: 'browser', testMatch: ['<rootDir>/test/**/*.browser.spec.ts'] },
  ],
};
