import tseslint from 'typescript-eslint';
import { layers } from './test/lint/layers.mjs';
import { guardedRoutes } from './test/lint/guarded-routes.mjs';

export default tseslint.config(
  { ignores: ['dist/**', 'node_modules/**', '.countersign/**', 'coverage/**'] },
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    plugins: { countersign: { rules: { layers, 'guarded-routes': guardedRoutes } } },
    rules: {
      'countersign/layers': 'error',
      'countersign/guarded-routes': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports', disallowTypeAnnotations: false }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/restrict-template-expressions': 'off',
      'no-console': 'error',
      eqeqeq: ['error', 'always', { null: 'ignore' }],
    },
  },
  {
    // Nest reads constructor parameter types at run time, so classes that take part in injection are imported as values.
    files: ['apps/server/**', 'apps/worker/**', 'libs/**'],
    rules: { '@typescript-eslint/consistent-type-imports': 'off' },
  },
  { files: ['apps/cli/**', 'test/**'], rules: { 'no-console': 'off' } },
  {
    // What a customer typed is on the tablet sealed or not at all, and only IndexedDB says when something is on the disk.
    files: ['apps/tablet/src/**'],
    ignores: ['**/*.spec.ts', '**/*.spec.tsx'],
    rules: {
      'no-restricted-globals': ['error', ...['localStorage', 'sessionStorage', 'process', 'Buffer', 'alert', 'confirm', 'prompt'].map((name) => ({ name, message: 'not in the tablet\'s app' }))],
      'no-restricted-properties': ['error', ...['localStorage', 'sessionStorage'].flatMap((property) => ['window', 'globalThis', 'self'].map((object) => ({ object, property, message: 'not in the tablet\'s app' })))],
      'no-restricted-imports': ['error', { patterns: [{ group: ['node:*'], message: 'the tablet\'s app runs in a browser' }] }],
      'no-restricted-syntax': ['error', ...[
        ['MemberExpression[property.name=/^(innerHTML|outerHTML|insertAdjacentHTML)$/]', 'markup from a string'],
        ['JSXAttribute[name.name="dangerouslySetInnerHTML"]', 'markup from a string'],
        ['CallExpression[callee.object.name="document"][callee.property.name=/^(write|writeln)$/]', 'markup from a string'],
        ['MemberExpression[object.name="document"][property.name="cookie"]', 'a cookie goes to the server with every request'],
      ].map(([selector, why]) => ({ selector, message: `not in the tablet's app: ${why}` }))],
    },
  },
);
