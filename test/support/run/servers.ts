import { inheritedEnvironment } from '../../../src/config/config.js';

/** What one test run shares: started by global-setup.ts before the first test. */
export interface TestServers {
  /** A migrated, empty database that nobody may stay connected to: see createTestDatabase. */
  readonly templateUrl: string;
  /** A development server for those who start no worker: workflows of others would come to it. */
  readonly temporalAddress: string;
  readonly temporalProgram: string;
  readonly timeSkippingProgram: string;
  readonly chromiumProgram: string;
  /** Where the servers of single tests may write their logs. */
  readonly logs: string;
}

// jest's own way to hand something from the global set-up to the tests is the environment.
const SERVERS_VARIABLE = 'CONVOT_TEST_SERVERS';

export function testServers(): TestServers {
  const json = inheritedEnvironment()[SERVERS_VARIABLE];
  if (json === undefined) throw new Error('The test servers are not running: run the tests with jest.');
  return JSON.parse(json) as TestServers;
}
