import js from '@eslint/js';
import { builtinModules } from 'node:module';
import tseslint from 'typescript-eslint';

const nodeBuiltins = builtinModules.flatMap((name) => [name, `node:${name}`]);

/** A folder may import from itself and from what is listed; everything else is refused with the rule's reason. */
function onlyImports(files, forbidden, message) {
  return {
    files,
    ignores: ['**/*.test.ts'],
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
    languageOptions: { parserOptions: { projectService: { allowDefaultProject: ['*.js'] }, tsconfigRootDir: import.meta.dirname } },
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
        { selector: "MemberExpression[property.name='unsafe']", message: 'SQL is written as tagged templates, never built from strings.' },
        { selector: 'ExportDefaultDeclaration', message: 'Named exports only.' },
      ],
    },
  },
  { files: ['src/config.ts'], rules: { 'no-restricted-properties': 'off' } },
  { files: ['*.js', 'jest.config.ts', 'test/support/global-*.ts'], rules: { 'no-restricted-syntax': 'off' } },
  { files: ['src/cli/**', 'src/dev/**', 'bench/**'], rules: { 'no-console': 'off' } },
  { files: ['*.js'], extends: [tseslint.configs.disableTypeChecked] },
  onlyImports(
    ['src/workflows/**'],
    ['../*', '!../activities', ...nodeBuiltins],
    'Rule 1: workflows import types and their own pure modules only; Node built-ins break replay.',
  ),
  onlyImports(
    ['src/merchants/**'],
    [...nodeBuiltins, 'postgres', '../store/*', '../partner/*', '../sync/*', '../api/*', '../activities/*'],
    'The merchant rules are pure; only merchants/store-*.ts touches the database.',
  ),
  onlyImports(
    ['src/{store,partner,sync,connections,activities,simulator,merchants}/**'],
    ['**/api/*', '**/worker/*', '**/cli/*', '**/dev/*'],
    'Nothing imports the processes: they are composition roots.',
  ),
);
