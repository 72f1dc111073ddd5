import js from '@eslint/js';
import reactHooks from 'eslint-plugin-react-hooks';
import simpleImportSort from 'eslint-plugin-simple-import-sort';
import tseslint from 'typescript-eslint';

const everywhere = [
  {
    selector: "MemberExpression[property.name='unsafe']",
    message: 'SQL is written as tagged templates, never built from strings.',
  },
  { selector: 'ExportDefaultDeclaration', message: 'Named exports only.' },
  {
    selector: 'ImportDeclaration[source.value=/^(node:)?process$/]',
    message: 'Rule 3: use the global `process`, of which lint knows that its `env` belongs to src/config/config.ts.',
  },
  {
    selector:
      ':matches(ClassDeclaration, ClassExpression)[superClass.name="Error"]:not(:has([key.name="code"], TSParameterProperty[parameter.name="code"]))',
    message: 'Rule 8: every error has a `code`.',
  },
];
const inTheService = [
  {
    selector: 'NewExpression[callee.name=/^(Aggregate|Range|Type|)Error$/]',
    message: 'Rule 8: the log keeps an error’s code and no message. Throw a CodedError, or a class that has a code.',
  },
];
const inTests = [
  {
    selector:
      "ImportDeclaration[source.value=/^(node:)?timers\\/promises$/], NewExpression[callee.name='Promise'] CallExpression[callee.name='setTimeout'][arguments.0.type='Identifier'], MemberExpression[property.name='waitForTimeout']",
    message: 'Rule 11: no sleeps; wait for a condition (test/support/servers/wait-for.ts).',
  },
  {
    selector: "MemberExpression[object.name='jest'][property.name=/^(useFakeTimers|mock|doMock|setSystemTime)$/]",
    message: 'Rules 10 and 11: fake timers hang Temporal’s SDK, and tests meet the real thing.',
  },
];
const inWorkflows = ['process', 'Buffer', 'fetch', 'crypto', 'performance', 'WeakRef', 'FinalizationRegistry'];

export default tseslint.config(
  { ignores: ['dist/', '.local/', 'coverage/', 'node_modules/', 'client/src/generated/'] },
  js.configs.recommended,
  tseslint.configs.strictTypeChecked,
  {
    plugins: { 'simple-import-sort': simpleImportSort },
    // Side effects, Node, packages, then from the farthest folder to this one; one block.
    rules: {
      'simple-import-sort/imports': ['error', { groups: [['^\\u0000', '^node:', '^@?\\w', '^\\.\\.', '^\\.']] }],
      'no-duplicate-imports': ['error', { allowSeparateTypeImports: true }],
    },
  },
  {
    languageOptions: {
      parserOptions: {
        projectService: { allowDefaultProject: ['*.js', 'tools/*.js', 'test/support/run/*.js'] },
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      // `import { type X }` loads the module all the same: only `import type` leaves nothing of it.
      '@typescript-eslint/no-import-type-side-effects': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': 'off',
      'no-console': 'error',
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'env', message: 'Rule 3: only src/config/config.ts touches the environment.' },
        ...['any', 'timeout'].map((property) => ({
          object: 'AbortSignal',
          property,
          message: 'Node 20 may collect it, and it never fires: use a controller and a timer that somebody holds.',
        })),
      ],
      'no-restricted-syntax': ['error', ...everywhere],
    },
  },
  {
    // The rest of src speaks to the person at a terminal or is for development: a sentence is what they need.
    files: ['src/**'],
    ignores: ['src/{cli,dev,simulator}/**', '**/*.test.ts'],
    rules: { 'no-restricted-syntax': ['error', ...everywhere, ...inTheService] },
  },
  {
    files: ['**/*.test.ts', 'test/**'],
    rules: { 'no-restricted-syntax': ['error', ...everywhere, ...inTests] },
  },
  {
    files: ['src/workflows/**'],
    ignores: ['**/*.test.ts'],
    rules: {
      'no-restricted-globals': [
        'error',
        ...inWorkflows.map((name) => ({ name, message: 'Rule 1: it does not exist where workflows run.' })),
      ],
    },
  },
  { files: ['src/config/config.ts', 'examples/**'], rules: { 'no-restricted-properties': 'off' } },
  {
    files: ['*.js', 'test/support/run/*.js', 'test/support/run/global-*.ts'],
    rules: { 'no-restricted-syntax': 'off' },
  },
  { files: ['src/cli/**', 'src/dev/**', 'bench/**', 'tools/**', 'examples/**'], rules: { 'no-console': 'off' } },
  { files: ['*.js', 'tools/*.js', 'test/support/run/*.js'], extends: [tseslint.configs.disableTypeChecked] },
  { files: ['web/**/*.{ts,tsx}'], plugins: { 'react-hooks': reactHooks }, rules: reactHooks.configs.recommended.rules },
);
