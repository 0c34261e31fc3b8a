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
);
