import type { Logger } from 'pino';
import type { PartnerApi } from '../client/partner-api.js';

/**
 * A Partner API that raises the alarm when Shopify answers with another version than was asked for: fields may mean
 * something else. Once for each version that answers, however many requests there are.
 */
export function watchVersion(partnerApi: PartnerApi, version: string, logger: Logger): PartnerApi {
  const said = new Set<string>([version]);
  return async (request) => {
    const answer = await partnerApi(request);
    const { servedVersion } = answer;
    if (servedVersion !== null && !said.has(servedVersion)) {
      said.add(servedVersion);
      logger.warn({ asked: version, served: servedVersion }, 'Shopify answers with another API version');
    }
    return answer;
  };
}
