import { z } from 'zod';
import { MRR_DEFINITIONS, MRR_DIFFERENCES, MRR_SUBJECTS } from '../../contract/mrr-definition-words.js';
import { Money, shown } from './common.js';
import { appId } from './connect-fields.js';
import { History } from './revenue.js';
import { MerchantName } from './revenue-merchants.js';
import { asOf } from './revenue-query.js';

export const MrrDefinitionsQuery = z.strictObject({
  asOf,
  appId: appId.optional().meta({ description: 'Of this app alone' }),
});

export const MerchantMrrDefinitionsQuery = z.strictObject({ asOf });

const Source = z.strictObject({ title: z.string(), url: z.string() }).meta({ id: 'Source' });

const published = {
  sentence: z.string().meta({ description: 'What the definition does, in our words' }),
  assumption: z
    .string()
    .nullable()
    .meta({ description: 'What is taken for granted where the source leaves it open; null: nothing' }),
};

const DefinitionRules = z
  .strictObject({
    definition: z.enum(MRR_DEFINITIONS),
    name: z.string(),
    rules: z.array(
      z.strictObject({
        subject: z.enum(MRR_SUBJECTS),
        ...published,
        source: Source.nullable().meta({ description: 'Null: not published' }),
        difference: z
          .enum(MRR_DIFFERENCES)
          .nullable()
          .meta({ description: 'By what the figure comes out otherwise than ours; null: they agree' }),
      }),
    ),
  })
  .meta({ id: 'MrrDefinitionRules' });

const differs = { rule: z.enum(MRR_DIFFERENCES), ...published, source: Source };

const ofApp = { appId: z.string().meta(shown.appId), appName: z.string().nullable() };

const amount = Money.meta({ description: 'What is added to our MRR; what is taken off is negative' });

/** MRR by each definition, in one currency, with the items that make the difference. */
function definitionsOf<Item extends z.ZodType>(item: Item) {
  return z.strictObject({
    currencyCode: z.string(),
    mrr: Money.meta({ description: 'Ours' }),
    definitions: z.array(
      z.strictObject({
        definition: z.enum(MRR_DEFINITIONS),
        name: z.string(),
        mrr: Money,
        difference: Money.meta({ description: 'Theirs less ours: the sum of the items' }),
        items: z.array(item).meta({ description: 'None: the definitions agree' }),
      }),
    ),
  });
}

const EXACT = 'Exact before they are rounded: our MRR and the items are theirs; each amount is then rounded once';

const MerchantItem = z
  .strictObject({
    ...differs,
    ...ofApp,
    amount,
    charges: z.array(z.string().meta(shown.chargeNumber)).meta({ description: 'Numbers of the charges' }),
    evidence: z.array(z.string()).meta({
      description: 'Ids of the rows that say so, at most 50 of usage or credits; none where no row does',
    }),
  })
  .meta({ id: 'MerchantMrrDifference' });

export const MerchantMrrDefinitions = z
  .strictObject({
    asOf: z.string().nullable().meta({ format: 'date', description: 'Null: as it is now' }),
    currencies: z
      .array(definitionsOf(MerchantItem).meta({ id: 'MerchantMrrByDefinition' }))
      .meta({ description: `${EXACT}. None where no definition counts anything` }),
    definitions: z.array(DefinitionRules),
  })
  .meta({ id: 'MerchantMrrDefinitions' });

const merchants = z.int().meta({ description: 'Of whom it is not nothing' });

const RevenueItem = z
  .strictObject({
    ...differs,
    amount,
    merchants,
    apps: z.array(z.strictObject({ ...ofApp, amount, merchants })),
    largest: z
      .array(z.strictObject({ merchant: MerchantName, amount }))
      .meta({ description: 'The ten merchants whose part is largest, whichever its sign' }),
  })
  .meta({ id: 'MrrDifference' });

export const RevenueMrrDefinitions = z
  .strictObject({
    asOf: z.string().meta({ format: 'date' }),
    history: History,
    currencies: z.array(definitionsOf(RevenueItem).meta({ id: 'MrrByDefinition' })).meta({ description: EXACT }),
    definitions: z.array(DefinitionRules),
  })
  .meta({ id: 'RevenueMrrDefinitions' });
