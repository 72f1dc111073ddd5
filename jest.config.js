import { availableParallelism } from 'node:os';

/**
 * TypeScript by swc to CommonJS: Temporal's bundler and jest's module registry both want `require`.
 * @type {import('jest').Config}
 */
const config = {
  testEnvironment: '<rootDir>/test/support/run/test-environment.js',
  testMatch: ['<rootDir>/{src,web}/**/*.test.ts', '<rootDir>/test/**/*.test.ts', '<rootDir>/test/e2e/*.e2e.ts'],
  transform: {
    '\\.[tj]s$': [
      '@swc/jest',
      {
        jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
        module: { type: 'commonjs' },
        sourceMaps: 'inline',
      },
    ],
  },
  // jose ships ES modules only.
  transformIgnorePatterns: ['/node_modules/(?!jose/)'],
  moduleNameMapper: {
    '^\\.{1,2}/(.*/)?paths\\.js$': '<rootDir>/test/support/run/paths.ts',
    '^(\\.{1,2}/.*)\\.js$': '$1',
    '^convot-partner-sync-client$': '<rootDir>/dist/client/index.js',
  },
  globalSetup: '<rootDir>/test/support/run/global-setup.ts',
  globalTeardown: '<rootDir>/test/support/run/global-teardown.ts',
  setupFiles: ['<rootDir>/test/support/run/random-seed.ts'],
  reporters: ['default', '<rootDir>/test/support/run/count-reporter.js'],
  testSequencer: '<rootDir>/test/support/run/longest-first.js',
  // One more than there are processors, because many tests wait: for a deadline, a pause, a process that starts.
  maxWorkers: Math.min(availableParallelism() + 1, 6),
  // Three times what the longest take on a quiet machine.
  testTimeout: 180_000,
};

export default config;
