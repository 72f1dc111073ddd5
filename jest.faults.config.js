import config from './jest.config.js';

/**
 * The fault suite: what lasts, on real processes. One file at a time, because each of them takes the whole machine and
 * its figures are times.
 * @type {import('jest').Config}
 */
const faults = {
  ...config,
  testMatch: ['<rootDir>/test/faults/*.fault.ts'],
  maxWorkers: 1,
  testTimeout: 240_000,
};

export default faults;
