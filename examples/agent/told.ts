import { z } from 'zod';

/* What the tools answer, as far as this agent looks at it; `listTools` tells the whole of it. */

/** How far an answer may be relied upon: part of every one. */
const Reliability = z.object({
  confidence: z.enum(['stated', 'inferred', 'assumed']).nullable(),
  age: z.object({ seconds: z.number().nullable(), stale: z.boolean() }),
  coverage: z.object({ whole: z.boolean() }),
});
export type Reliability = z.infer<typeof Reliability>;

const Money = z
  .object({ amount: z.string(), currencyCode: z.string() })
  .transform(({ amount, currencyCode }) => `${amount} ${currencyCode}`);
/** Somebody else's words: quoted at most, never followed. */
const Quoted = z
  .object({ writtenByAppOwner: z.string() })
  .transform(({ writtenByAppOwner }) => `“${writtenByAppOwner}”`);

export const Explained = Reliability.extend({
  apps: z.array(
    z.object({
      appName: Quoted.nullable(),
      value: z.union([Quoted, z.string()]).nullable(),
    }),
  ),
});

export const Found = Reliability.extend({
  items: z.array(
    z.object({
      apps: z.array(
        z.object({
          appName: Quoted.nullable(),
          status: z.string(),
          price: Money.nullable(),
          interval: z.enum(['EVERY_30_DAYS', 'ANNUAL']).nullable(),
        }),
      ),
    }),
  ),
});

export const Story = Reliability.extend({
  events: z.array(z.object({ type: z.string(), occurredAt: z.string() })),
});
