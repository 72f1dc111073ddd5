import { z } from 'zod';
import { fitsInto, MOST_BYTES } from '../../values/bounded-text.js';
import { parseGid } from '../../values/gid.js';
import { shopDomain } from '../../values/shop-domain.js';
import { commonReason, type ErrorReason } from '../client/error-meaning.js';
import type { PartnerAnswer } from '../client/partner-api.js';
import { subscriptionAlias } from './subscription-document.js';

export type SubscriptionAnswer =
  | { readonly outcome: 'none' }
  /** As Shopify sent it, with whom it says that it is of. */
  | {
      readonly outcome: 'stated';
      readonly raw: Readonly<Record<string, unknown>>;
      readonly appNumber: string;
      readonly myshopifyDomain: string;
    }
  /** An error under its alias: `App not found`, as Shopify answers for apps that are not public. */
  | { readonly outcome: 'refused' }
  /** Shopify failed under its alias, or left it out: says nothing, and is asked again. */
  | { readonly outcome: 'unanswered' }
  /** Not of the schema's shape. */
  | { readonly outcome: 'damaged'; readonly raw: unknown };

const gid = z.string().transform((text, context) => {
  const parsed = parseGid(text);
  if (parsed !== null) return parsed;
  context.addIssue({ code: 'custom', params: { reason: 'id' } });
  return z.NEVER;
});
// Only what names it and what every answer has. The rest is read where it is used, as far as it can be.
const Subscription = z.object({
  app: z.object({ id: gid }),
  shop: z.object({
    id: gid,
    myshopifyDomain: z
      .string()
      .refine((text) => fitsInto(text, MOST_BYTES.domain))
      .transform(shopDomain),
  }),
  billingPeriod: z.string(),
  cancelAtEndOfCycle: z.boolean(),
  items: z.array(z.object({ price: z.object({ currency: z.string() }) })),
});

/** Takes one subscription out of an answer; its neighbours' errors are not its own. */
export function readSubscription({ data, errors }: PartnerAnswer, index: number): SubscriptionAnswer {
  const alias = subscriptionAlias(index);
  const ownErrors = errors.filter((error) => error.alias === alias);
  if (ownErrors.length > 0) return { outcome: isPassing(commonReason(ownErrors)) ? 'unanswered' : 'refused' };
  const value = data[alias];
  if (value === undefined) return { outcome: 'unanswered' };
  if (value === null) return { outcome: 'none' };
  const parsed = Subscription.safeParse(value);
  if (!parsed.success) return { outcome: 'damaged', raw: value };
  const { app, shop } = parsed.data;
  return {
    outcome: 'stated',
    raw: value as Readonly<Record<string, unknown>>,
    appNumber: app.id.number,
    myshopifyDomain: shop.myshopifyDomain,
  };
}

function isPassing({ meaning }: ErrorReason): boolean {
  return meaning === 'outage' || meaning === 'throttled';
}
