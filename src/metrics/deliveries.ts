import { Counter, type Registry } from 'prom-client';
import { type DeliveryAnswer, verdictOn } from '../webhooks/answer.js';
import type { SendMessage } from '../webhooks/send-message.js';
import { PREFIX } from './registry.js';

const OUTCOME = { delivered: 'delivered', try_again: 'failed', unwanted: 'unwanted' } as const satisfies Record<
  ReturnType<typeof verdictOn>,
  string
>;

/** What Convot is sent. @returns sends as before, and counts each attempt */
export function deliveryMetrics(registry: Registry): (send: SendMessage) => SendMessage {
  const deliveries = new Counter({
    name: `${PREFIX}deliveries_total`,
    help: 'Attempts to deliver a message to Convot, by what came of them; `unwanted` is HTTP 410.',
    labelNames: ['outcome'] as const,
    registers: [registry],
  });
  for (const outcome of Object.values(OUTCOME)) deliveries.inc({ outcome }, 0);
  return (send) => async (message, signal) => {
    const answer: DeliveryAnswer = await send(message, signal);
    deliveries.inc({ outcome: OUTCOME[verdictOn(answer)] });
    return answer;
  };
}
