import { z } from 'zod';
import { PERMISSIONS } from '../../contract/connection-words.js';
import { defaultDenial } from '../world.js';
import { controlRoute, nothing } from './route.js';

/**
 * Issues a token of one organization, changes what it may do, or revokes it. An organization that does not exist yet
 * is founded, empty. The token is not repeated in the answer.
 */
export const putToken = controlRoute({
  method: 'put',
  path: '/control/token',
  query: nothing,
  body: z.strictObject({
    organizationId: z.string().regex(/^[1-9][0-9]*$/),
    token: z.string().min(1),
    revoked: z.boolean().default(false),
    permissions: z.array(z.enum(PERMISSIONS)).default([...PERMISSIONS]),
    denial: z
      .strictObject({
        form: z.enum(['null', 'partial', 'http_403']).default(defaultDenial.form),
        message: z.string().default(defaultDenial.message),
        code: z.string().nullable().default(defaultDenial.code),
      })
      .default(defaultDenial),
  }),
  handle: ({ body }, { world }) => {
    const organization = world.found(body.organizationId);
    if (body.revoked) organization.revoke(body.token);
    else organization.issue(body.token, body.permissions, body.denial);
    return { organizationId: body.organizationId, revoked: body.revoked, permissions: body.permissions };
  },
});
