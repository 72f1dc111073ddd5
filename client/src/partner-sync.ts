import { createClient, createConfig } from './generated/client/index.js';
import { Operations } from './generated/sdk.gen.js';
import type { Problem } from './generated/types.gen.js';
import { ProblemError, UnexpectedAnswer } from './problem-error.js';
import { createSend, type SendOptions } from './send.js';

export interface PartnerSyncOptions extends SendOptions {
  /** Where the service is, for example `https://partner-sync.convot.com`. */
  readonly baseUrl: string;
}

/**
 * Every route of Convot Partner Sync by its name. Each answers `{ data }`, or `{ error }` with the api's problem; with
 * `throwOnError: true` that is thrown, as a ProblemError. What is no answer of the api's is always thrown.
 */
export class PartnerSync extends Operations {
  constructor({ baseUrl, ...options }: PartnerSyncOptions) {
    const send = createSend(options);
    const client = createClient(
      createConfig({ baseUrl, fetch: (input, init) => send(new Request(input as Request, init)) }),
    );
    client.interceptors.error.use((error, response: Response | undefined, _request, { throwOnError }) => {
      if (response === undefined) throw error;
      if (!isProblem(response)) throw new UnexpectedAnswer(response.status);
      return throwOnError === true ? new ProblemError(error as Problem) : error;
    });
    super({ client });
  }
}

function isProblem({ headers }: Response): boolean {
  return headers.get('Content-Type')?.startsWith('application/problem+json') === true;
}
