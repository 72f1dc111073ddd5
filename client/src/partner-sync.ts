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
      createConfig({ baseUrl, fetch: async (input, init) => ofApi(await send(new Request(input as Request, init))) }),
    );
    client.interceptors.error.use((error, response: Response | undefined, _request, { throwOnError }) => {
      if (response === undefined) throw error;
      return throwOnError === true ? new ProblemError(error as Problem) : error;
    });
    super({ client });
  }
}

/** A page of a proxy's may well be a 200: of whoever asks to sign in first, for example. */
function ofApi(response: Response): Response {
  const type = response.headers.get('Content-Type') ?? '';
  const types = response.ok ? ['application/json', 'text/csv'] : ['application/problem+json'];
  if (response.status === 204 || types.some((one) => type.startsWith(one))) return response;
  throw new UnexpectedAnswer(response.status);
}
