import { Counter, Histogram, type Registry } from 'prom-client';
import { PartnerApiError } from '../partner/client/errors.js';
import type { PartnerApi } from '../partner/client/partner-api.js';
import { PREFIX } from './registry.js';

/** What came of one request: `refused` is the token or a permission, `cancelled` was ended by us. */
const OUTCOMES = ['ok', 'throttled', 'refused', 'unavailable', 'defect', 'cancelled'] as const;
type Outcome = (typeof OUTCOMES)[number];

/** What is asked of Shopify. @returns a Partner API whose requests are counted */
export function partnerApiMetrics(registry: Registry): (partnerApi: PartnerApi) => PartnerApi {
  const requests = new Counter({
    name: `${PREFIX}partner_api_requests_total`,
    help: 'Requests to the Partner API, by what came of them.',
    labelNames: ['outcome'] as const,
    registers: [registry],
  });
  const duration = new Histogram({
    name: `${PREFIX}partner_api_request_duration_seconds`,
    help: 'Time from sending a request to the end of its answer, whatever that is.',
    buckets: [0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 20],
    registers: [registry],
  });
  // A rate needs the zero that was before the first.
  for (const outcome of OUTCOMES) requests.inc({ outcome }, 0);
  return (partnerApi) => async (request) => {
    const end = duration.startTimer();
    let outcome: Outcome = 'ok';
    try {
      return await partnerApi(request);
    } catch (error) {
      outcome = outcomeOf(error);
      throw error;
    } finally {
      end();
      requests.inc({ outcome });
    }
  };
}

function outcomeOf(error: unknown): Outcome {
  if (!(error instanceof PartnerApiError)) return 'cancelled';
  return error.kind === 'credential' ? 'refused' : error.kind;
}
