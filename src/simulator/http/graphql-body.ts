import { z } from 'zod';

/** What a GraphQL client posts. Other keys (`extensions`) are let be. */
export const graphqlBody = z.object({
  query: z.string(),
  variables: z.record(z.string(), z.unknown()).nullish(),
  operationName: z.string().nullish(),
});
export type GraphqlBody = z.output<typeof graphqlBody>;
