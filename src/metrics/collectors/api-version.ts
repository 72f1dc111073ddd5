import { isDropped, supportedUntil } from '../../partner/versions/api-version.js';
import { readVersionCheck } from '../../partner/versions/version-check.js';
import { PREFIX } from '../registry.js';
import { collector, single } from './collector.js';

const DAY_MS = 86_400_000;

/** How long the version of the Partner API lasts that we ask in. */
export const apiVersion = collector({
  name: 'api_version',
  metrics: {
    daysLeft: {
      name: `${PREFIX}api_version_days_left`,
      type: 'gauge',
      help: 'Days for which Shopify promises to serve the API version that is asked in; 0 once it lists it no longer.',
    },
  },
  read: async ({ sql, apiVersion }) => {
    const until = supportedUntil(apiVersion);
    const supported = (await readVersionCheck(sql))?.supported ?? null;
    if (until === null) return { daysLeft: [] };
    const isGone = supported !== null && isDropped(apiVersion, supported);
    return { daysLeft: single(isGone ? 0 : (Date.parse(until) - Date.now()) / DAY_MS) };
  },
});
