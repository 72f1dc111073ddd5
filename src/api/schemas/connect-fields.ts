import { z } from 'zod';
import type { ProblemCode } from '../../contract/problems.js';
import { MAX_BIGINT, parseGid } from '../../values/gid.js';
import { Secret } from '../../values/secret.js';
import { shown } from './common.js';

const ORGANIZATION_ID = /^[1-9][0-9]{0,18}$/;
// The bounds are ours: Shopify documents none. Tokens seen are prtapi_ and 32 characters.
const TOKEN = /^[\x21-\x7e]{16,256}$/;
// Tokens of Shopify's other APIs, which people paste by mistake. Source: shopify.dev, authentication.
const OTHER_TOKEN = /^shp[a-z]{1,4}_/;

/** Says no with a code of the contract: `readBody` reads it back from the issue's message. */
const code = (problem: ProblemCode) => ({ error: problem });

/** The whole address was pasted, which the pages take apart; the API says so. */
export const DASHBOARD_URL = 'dashboard_url';

/** Text of digits. Strict, because it becomes part of an address that the token is sent to. */
export const partnerOrganizationId = z
  .string(code('invalid_organization_id'))
  .refine((text) => !text.includes('partners.shopify.com/'), { error: DASHBOARD_URL, abort: true })
  .refine((text) => ORGANIZATION_ID.test(text) && BigInt(text) <= MAX_BIGINT, code('invalid_organization_id'))
  .meta({
    description: 'The number in partners.shopify.com/1234567',
    examples: ['1234567'],
    pattern: ORGANIZATION_ID.source,
  });

/** Comes out as a Secret, so that nothing behind this line can print it by accident. */
export const accessToken = z
  .string(code('invalid_token'))
  .refine((text) => !OTHER_TOKEN.test(text), { ...code('wrong_token_kind'), abort: true })
  .refine((text) => TOKEN.test(text) && !/^["'`].*["'`]$/.test(text), code('invalid_token'))
  .transform((text) => new Secret(text))
  .meta({
    description: 'Partner API access token',
    examples: ['prtapi_0123456789abcdef0123456789abcdef'],
    // The three checks above in one.
    pattern: '^(?!shp[a-z]{1,4}_)(?!["\'`].*["\'`]$)[!-~]{16,256}$',
  });

/** `gid://partners/App/<number>`; comes out as the number. */
export const appId = z
  .string(code('invalid_app_id'))
  .transform((text, context) => {
    const gid = parseGid(text);
    if (gid?.namespace === 'partners' && gid.kind === 'App') return gid.number;
    context.addIssue({ code: 'custom', message: 'invalid_app_id' satisfies ProblemCode });
    return z.NEVER;
  })
  .meta(shown.appId);
