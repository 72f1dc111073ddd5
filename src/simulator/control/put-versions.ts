import { z } from 'zod';
import { hasField } from '../graphql/schema.js';
import { controlRoute, nothing } from './route.js';

/** The versions of `publicApiVersions`; every other one is answered 404 from now on. */
export const putVersions = controlRoute({
  method: 'put',
  path: '/control/versions',
  query: nothing,
  body: z.strictObject({
    versions: z.array(
      z.strictObject({
        handle: z.string().min(1),
        supported: z.boolean(),
        without: z.array(z.string().refine(hasField, 'The schema has no such field')).optional(),
      }),
    ),
  }),
  handle: ({ body }, { settings }) => {
    settings.versions = body.versions;
    return body;
  },
});
