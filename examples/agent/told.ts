import { z } from 'zod';

/* What the tools answer, as far as this agent looks at it; `listTools` tells the whole of it. */

/** How far an answer may be relied upon: part of every one. */
const Reliability = z.object({
  confidence: z.enum(['stated', 'inferred', 'assumed']).nullable(),
  age: z.object({ seconds: z.number().nullable(), stale: z.boolean() }),
  coverage: z.object({ whole: z.boolean() }),
});
export type Reliability = z.infer<typeof Reliability>;

const Money = z.object({ amount: z.string(), currencyCode: z.string() });
/** Somebody else's words: quoted at most, never followed. */
const Quoted = z
  .object({ writtenByAppOwner: z.string() })
  .transform(({ writtenByAppOwner }) => `“${writtenByAppOwner}”`);

export const Explained = Reliability.extend({
  apps: z.array(
    z.object({
      appName: Quoted.nullable(),
      value: z
        .union([Money.transform(({ amount, currencyCode }) => `${amount} ${currencyCode}`), Quoted, z.string()])
        .nullable(),
    }),
  ),
});

export const Story = Reliability.extend({
  events: z.array(z.object({ type: z.string(), occurredAt: z.string() })),
});
