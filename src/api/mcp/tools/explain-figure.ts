import { z } from 'zod';
import { Refusal } from '../../../connections/commands/refusal.js';
import { CONFIDENCE_LEVELS, FIGURES_WITH_REASON, type FigureWithReason } from '../../../contract/merchant-words.js';
import { FIGURES } from '../../../merchants/definitions/figures.js';
import { CONFIDENCES, DETAILS, STATUSES } from '../../../merchants/definitions/merchant-words.js';
import { RULES } from '../../../merchants/definitions/rules.js';
import { inFull, readFullRows } from '../../../merchants/read/merchant/merchant-in-full.js';
import { leastSure } from '../../../merchants/rules/words/least-sure.js';
import { inSnapshot } from '../../../postgres/tenant.js';
import { partnerAppGid } from '../../../values/gid.js';
import { presentMerchantInFull } from '../../present/present-merchant.js';
import { getMerchant } from '../../routes/merchants/get-merchant.js';
import { instant, Money } from '../../schemas/common.js';
import { appId } from '../../schemas/connect-fields.js';
import type { MerchantInFull } from '../../schemas/merchant.js';
import { appFields, appOf, partnersOf, Shop, shopOf } from '../answers/merchant.js';
import { WrittenByAppOwner, writtenByAppOwner } from '../answers/outside-text.js';
import { readReliability, reliabilityWords } from '../answers/reliability.js';
import { askedShop } from '../asked-shop.js';
import { aboutOneShop, tool } from '../tool.js';

const MOST_ROWS = 50;

const Row = z.strictObject({
  id: z.string(),
  type: z.string().meta({ description: 'As Shopify names it' }),
  occurredAt: instant,
  plan: WrittenByAppOwner.nullable(),
  amount: Money.nullable(),
  interval: z.string().nullable(),
  billingOn: instant.nullable(),
});

const Explained = z.strictObject({
  ...appFields,
  value: z
    .union([Money, WrittenByAppOwner, z.string()])
    .nullable()
    .meta({ description: 'Money for `mrr` and `effectiveMrr`, the plan’s name for `plan`, else a word' }),
  meaning: z.string().nullable().meta({ description: 'What the figure, or this value of it, means' }),
  rule: z.string().nullable().meta({ description: 'Null: there is nothing to say' }),
  ruleMeaning: z.string().nullable(),
  confidence: z.enum(CONFIDENCE_LEVELS).nullable(),
  confidenceMeaning: z.string().nullable(),
  evidence: z.array(Row).meta({ description: 'The raw rows that the rule read, the first fifty' }),
});

type App = z.input<typeof MerchantInFull>['apps'][number];

export const explainFigure = tool({
  name: 'explain_figure',
  title: 'Explain a figure of a merchant',
  description:
    'Why one figure of a merchant is what it is, app by app: the rule in words, how sure it is, and the rows of ' +
    'Shopify’s behind it.',
  roles: getMerchant.roles,
  ...aboutOneShop({ figure: z.enum(FIGURES_WITH_REASON), appId: appId.optional() }),
  output: { shop: Shop, figure: z.enum(FIGURES_WITH_REASON), apps: z.array(Explained) },
  handle: async ({ shop, figure, appId: appNumber }, caller, { sql, policy }) =>
    inSnapshot(sql, caller.organizationId, async (tenant) => {
      const [first, ...others] = await readFullRows(tenant, await askedShop(tenant, caller, shop));
      if (first === undefined) throw new Refusal('not_found');
      const merchant = inFull([first, ...others]);
      const apps = presentMerchantInFull(merchant)
        .apps.filter((app) => appNumber === undefined || app.appId === partnerAppGid(appNumber))
        .map((app) => explain(app, figure));
      if (apps.length === 0) throw new Refusal('app_not_found');
      const reliability = await readReliability(tenant, policy, caller, {
        confidence: leastSure(apps.flatMap(({ confidence }) => confidence ?? [])),
        of: partnersOf(merchant),
      });
      const rules = apps.map((one) => `${one.appId} by the rule "${one.rule ?? 'none'}"`).join(', ');
      return {
        answer: { shop: shopOf(merchant), figure, apps, ...reliability },
        sentence: `${figure} of shop ${merchant.shopNumber}: ${rules}. ${reliabilityWords(reliability)}.`,
      };
    }),
});

function explain(app: App, figure: FigureWithReason): z.input<typeof Explained> {
  const why = app.why[figure];
  const { rule = null, confidence = null, evidence = [] } = why ?? {};
  return {
    ...appOf(app),
    ...valueOf(app, figure),
    rule,
    ruleMeaning: rule === null ? null : ((RULES as Readonly<Record<string, string>>)[rule] ?? null),
    confidence,
    confidenceMeaning: confidence && CONFIDENCES[confidence],
    // In the order that the rule names them: the rows come in any.
    evidence: evidence
      .flatMap((id) => app.rows.find((row) => row.id === id) ?? [])
      .slice(0, MOST_ROWS)
      .map(({ id, type, occurredAt, plan, amount, interval, billingOn }) => ({
        ...{ id, type, occurredAt, amount, interval, billingOn },
        plan: writtenByAppOwner(plan),
      })),
  };
}

function valueOf(
  { plan, status, detail, mrr, effectiveMrr, interval }: App,
  figure: FigureWithReason,
): Pick<z.input<typeof Explained>, 'value' | 'meaning'> {
  switch (figure) {
    case 'plan':
      return { value: writtenByAppOwner(plan), meaning: null };
    case 'status':
      return { value: status, meaning: [STATUSES[status], ...(detail === null ? [] : [DETAILS[detail]])].join(' ') };
    case 'mrr':
      return { value: mrr, meaning: FIGURES.MRR };
    case 'effectiveMrr':
      return { value: effectiveMrr, meaning: FIGURES['Effective MRR'] };
    case 'interval':
      return { value: interval, meaning: null };
  }
}
