import { createProgram } from '../../../src/cli/program.js';
import { changeEnvironment } from '../../../src/config/config.js';
import { startTestApi, type TestApi } from './api.js';

export interface CliInUse {
  readonly api: TestApi;
  /** What the last command printed, line by line, also when it failed. */
  readonly printed: readonly string[];
  /** Runs one of the operator's commands in this process. @returns what it printed */
  readonly run: (...args: string[]) => Promise<string>;
}

/** The command line beside an api of the test's own, for one test file; both are there once the tests begin. */
export function useCli(): CliInUse {
  let api: TestApi;
  let printed: string[] = [];

  beforeAll(async () => {
    api = await startTestApi();
    changeEnvironment({
      DATABASE_URL: api.databaseUrl,
      TEMPORAL_ADDRESS: api.temporalAddress,
      PARTNER_API_URL: api.simulator.url,
      ALLOW_PARTNER_API_OVERRIDE: '1',
      TOKEN_KEYS: api.keyRing.reveal(),
    });
  });
  afterAll(() => api.close());

  beforeEach(() => {
    printed = [];
    jest.spyOn(console, 'log').mockImplementation((line: string) => void printed.push(line));
  });
  afterEach(() => jest.restoreAllMocks());

  return {
    get api() {
      return api;
    },
    get printed() {
      return printed;
    },
    async run(...args) {
      printed = [];
      await createProgram().parseAsync(args, { from: 'user' });
      return printed.join('\n');
    },
  };
}
