import { z } from 'zod';
import { AUDIT_ACTIONS, type AuditAction } from '../../postgres/audit.js';
import { defined, instant, listOf, pageFields, shown } from './common.js';

const names = Object.keys(AUDIT_ACTIONS) as [AuditAction, ...AuditAction[]];

export const AuditQuery = z.strictObject({
  ...pageFields,
  action: z
    .string()
    .transform((text) => text.split(','))
    .pipe(z.array(z.enum(names)))
    .optional()
    .meta({
      description: 'Only these actions, separated by commas',
      override: { type: 'string', pattern: '^[a-z_]+(,[a-z_]+)*$', example: 'connect,disconnect' },
    }),
});

const AuditEntry = z
  .strictObject({
    id: z.string(),
    at: instant,
    lastAt: instant.meta({ description: 'When the same happened last; a refusal that repeats is one line a UTC day' }),
    count: z.int(),
    actor: z.string().meta({ description: 'A user of Convot, or `operator:` and a login' }),
    // Open: a newer version of this service may have written others.
    action: z.string().meta(defined(AUDIT_ACTIONS)),
    connectionId: z.string().nullable().meta(shown.uuid),
    partnerOrganizationId: z.string().nullable().meta(shown.number),
    appId: z.string().nullable().meta(shown.appId),
    appName: z.string().nullable(),
    detail: z.record(z.string(), z.string()).meta({ description: 'Names of things and codes; never a token' }),
  })
  .meta({ id: 'AuditEntry' });

export const AuditList = listOf(AuditEntry).meta({ id: 'AuditList' });
