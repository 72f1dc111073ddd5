import { z } from 'zod';
import {
  BILLING_INTERVALS,
  type Confidence,
  CONFIDENCE_LEVELS,
  STATUS_DETAILS,
} from '../../../contract/merchant-words.js';
import { DETAILS } from '../../../merchants/definitions/merchant-words.js';
import { RISKS } from '../../../merchants/definitions/risk.js';
import type { MerchantView } from '../../../merchants/read/merchant-views.js';
import { leastSure } from '../../../merchants/rules/words/least-sure.js';
import { MYSHOPIFY_DOMAIN } from '../../../values/shop-domain.js';
import { defined, instant, Money, shown } from '../../schemas/common.js';
import type { LookedUp } from '../../schemas/lookup.js';
import { RiskLevel, Status } from '../../schemas/merchant-words.js';
import { WrittenByAppOwner, writtenByAppOwner, WrittenByMerchant, writtenByMerchant } from './outside-text.js';

/** Who it is. */
export const Shop = z.strictObject({
  shopNumber: z.string().meta(shown.number),
  myshopifyDomain: z.string().nullable().meta({
    description:
      'Chosen by the merchant, of small letters, digits and hyphens; null for a shop that has none of that form',
  }),
  name: WrittenByMerchant,
});

export function shopOf({
  shopNumber,
  myshopifyDomain,
  name,
}: {
  readonly shopNumber: string;
  readonly myshopifyDomain: string;
  readonly name: string;
}): z.input<typeof Shop> {
  return {
    shopNumber,
    myshopifyDomain: MYSHOPIFY_DOMAIN.test(myshopifyDomain) ? myshopifyDomain : null,
    name: writtenByMerchant(name),
  };
}

/** An app and what it is called. */
export const appFields = { appId: z.string().meta(shown.appId), appName: WrittenByAppOwner.nullable() };

export function appOf({ appId, appName }: { readonly appId: string; readonly appName: string | null }) {
  return { appId, appName: writtenByAppOwner(appName) };
}

export const MerchantInShort = z.strictObject({
  ...Shop.shape,
  status: Status.meta({
    description:
      'Of the app that the merchant is most to: `active` before `trialing`, `frozen`, `churned`, `installed`',
  }),
  plan: WrittenByAppOwner.nullable(),
  mrr: z.array(Money).meta({ description: 'One amount a currency; currencies are never added' }),
  risk: z
    .strictObject({
      level: RiskLevel,
      codes: z
        .array(z.string())
        .meta({ description: `The heaviest first; codes may be added.\n${defined(RISKS).description}` }),
    })
    .nullable()
    .meta({
      description:
        'Why it may be about to leave: the highest level of its apps, and the reasons that any of them has; null after ' +
        'an upgrade, until the merchant is derived again',
    }),
  since: instant.nullable().meta({ description: 'The first subscription to any app that was not a trial' }),
  confidence: z
    .enum(CONFIDENCE_LEVELS)
    .nullable()
    .meta({ description: 'Of the least sure of its plans, statuses and MRR' }),
  asOf: instant.nullable(),
  stale: z.boolean(),
  apps: z.array(
    z.strictObject({
      ...appFields,
      status: Status,
      detail: z.enum(STATUS_DETAILS).nullable().meta(defined(DETAILS)),
      plan: WrittenByAppOwner.nullable(),
      price: Money.nullable().meta({
        description:
          'Of the plan, for one `interval`, before discounts and usage: a yearly one undivided; also in a trial and while ' +
          'frozen, when nothing is billed',
      }),
      interval: z.enum(BILLING_INTERVALS).nullable(),
    }),
  ),
});

type InShort = NonNullable<z.input<typeof LookedUp>['items'][number]['merchant']>;

/** Field by field: what is added to the look-up is not told to software unlooked at. */
export function merchantInShort(merchant: InShort, view: Pick<MerchantView, 'apps'>): z.input<typeof MerchantInShort> {
  const { status, plan, mrr, risk, since, asOf, stale, apps } = merchant;
  return {
    ...shopOf(merchant),
    ...{ status, plan: writtenByAppOwner(plan), mrr, risk, since, confidence: confidenceOf(view), asOf, stale },
    apps: apps.map((app) => {
      const { price = null, interval = null } = view.apps.find(({ appId }) => appId === app.appId) ?? {};
      return {
        ...appOf(app),
        ...{ status: app.status, detail: app.detail, plan: writtenByAppOwner(app.plan), price, interval },
      };
    }),
  };
}

/** How sure it is what the merchant is: the least sure of what each app says. */
export function confidenceOf({ apps }: Pick<MerchantView, 'apps'>): Confidence | null {
  return leastSure(apps.flatMap(({ why }) => [why.plan, why.status, why.mrr].flatMap((one) => one?.confidence ?? [])));
}

/** Of which Partner organizations' apps it is told. */
export function partnersOf({ apps }: Pick<MerchantView, 'apps'>): string[] {
  return apps.map(({ partnerOrganizationId }) => partnerOrganizationId);
}
