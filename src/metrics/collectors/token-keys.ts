import { readKeyUses } from '../../connections/keys/store-key-uses.js';
import { PREFIX } from '../registry.js';
import { collector } from './collector.js';

/** Which keys of the ring are still needed. */
export const tokenKeys = collector({
  name: 'token_keys',
  metrics: {
    connections: {
      name: `${PREFIX}token_key_connections`,
      type: 'gauge',
      help: 'Connections whose token is encrypted under this key of the ring, by its id.',
      labelNames: ['key'],
    },
  },
  read: async ({ sql }) => {
    const uses = await readKeyUses(sql);
    return { connections: uses.map(({ keyId, tokens }) => ({ labels: { key: keyId }, value: tokens })) };
  },
});
