import js from '@eslint/js';
import { builtinModules } from 'node:module';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

const nodeBuiltins = builtinModules.flatMap((name) => [name, `node:${name}`]);

const processes = ['**/api/*', '**/worker/*', '**/cli/*', '**/dev/*'];

/** Files that must not import some things, with the rule's reason. One block a file: a later one would replace it. */
function mustNotImport(files, forbidden, message, except = []) {
  return {
    files,
    ignores: ['**/*.test.ts', ...except],
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        { patterns: [{ group: forbidden, message, allowTypeImports: true }] },
      ],
    },
  };
}

export default tseslint.config(
  { ignores: ['dist/', '.local/', 'coverage/', 'node_modules/'] },
  js.configs.recommended,
  tseslint.configs.strictTypeChecked,
  {
    languageOptions: {
      parserOptions: {
        projectService: { allowDefaultProject: ['*.js', 'tools/*.js', 'test/support/*.js'] },
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': 'off',
      'no-console': 'error',
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'env', message: 'Rule 3: only src/config.ts reads the environment.' },
      ],
      'no-restricted-syntax': [
        'error',
        {
          selector: "MemberExpression[property.name='unsafe']",
          message: 'SQL is written as tagged templates, never built from strings.',
        },
        { selector: 'ExportDefaultDeclaration', message: 'Named exports only.' },
      ],
    },
  },
  { files: ['src/config.ts'], rules: { 'no-restricted-properties': 'off' } },
  { files: ['*.js', 'test/support/*.js', 'test/support/global-*.ts'], rules: { 'no-restricted-syntax': 'off' } },
  { files: ['src/cli/**', 'src/dev/**', 'bench/**', 'tools/**'], rules: { 'no-console': 'off' } },
  { files: ['*.js', 'tools/*.js', 'test/support/*.js'], extends: [tseslint.configs.disableTypeChecked] },
  mustNotImport(
    ['src/workflows/**'],
    ['../*', '!../activities', ...nodeBuiltins],
    'Rule 1: workflows import types and their own pure modules only; Node built-ins break replay.',
  ),
  mustNotImport(
    ['src/merchants/**'],
    [...nodeBuiltins, 'postgres', '../store/*', '../partner/*', '../sync/*', '../activities/*', ...processes],
    'The merchant rules are pure; only merchants/store-*.ts touches the database.',
    ['src/merchants/store-*.ts'],
  ),
  mustNotImport(
    ['src/revenue/**'],
    [...nodeBuiltins, 'postgres', '../store/*', ...processes],
    'The figures are pure; only revenue/read-revenue.ts reads the database.',
    ['src/revenue/read-revenue.ts'],
  ),
  { files: ['web/**/*.{ts,tsx}'], plugins: { 'react-hooks': reactHooks }, rules: reactHooks.configs.recommended.rules },
  mustNotImport(
    ['web/**'],
    [
      ...nodeBuiltins,
      '**/src/**',
      '!**/src/api',
      '!**/src/api/problems.js',
      '!**/src/merchants',
      '!**/src/merchants/definitions',
      '!**/src/merchants/definitions/*',
      '!**/src/harmless-text.js',
    ],
    'Pages run in a browser: from the service they take types, pure functions of text, the table of problems and the definitions.',
  ),
  mustNotImport(
    ['src/{store,partner,sync,connections,activities,simulator,webhooks}/**'],
    processes,
    'Nothing imports the processes: they are composition roots.',
  ),
);
