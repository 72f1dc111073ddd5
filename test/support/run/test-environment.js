import { TestEnvironment } from 'jest-environment-node';

/** Lets hooks know whether the test that they follow has failed: `globalThis.testHasFailed`. jest tells its environment alone. */
export default class extends TestEnvironment {
  handleTestEvent({ name }) {
    if (name === 'test_start') this.global.testHasFailed = false;
    if (name === 'test_fn_failure') this.global.testHasFailed = true;
  }
}
