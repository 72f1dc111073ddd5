import { startTestApi, type TestApi } from './api.js';
import { accessToken } from './tokens.js';

export interface ApiInUse {
  readonly api: TestApi;
  /** An owner's access token. */
  readonly owner: string;
}

/** An api and an owner for one test file; both are there once the tests begin. */
export function useTestApi(): ApiInUse {
  let api: TestApi;
  let owner: string;

  beforeAll(async () => {
    api = await startTestApi();
    owner = await accessToken();
  });
  afterAll(() => api.close());

  return {
    get api() {
      return api;
    },
    get owner() {
      return owner;
    },
  };
}
