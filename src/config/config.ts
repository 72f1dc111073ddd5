import { z } from 'zod';
import {
  DEVELOPMENT_AUDIENCE,
  DEVELOPMENT_ISSUER,
  developmentKeys,
  readDevelopmentKeys,
} from '../development/development-keys.js';
import { paths } from '../process/paths.js';
import { CodedError } from '../values/coded-error.js';
import { Secret } from '../values/secret.js';
import type { WebhookTarget } from '../webhooks/send-message.js';
import { signInComplaints } from './check-sign-in.js';
import { tokenKeyComplaints } from './check-token-keys.js';
import { tracingComplaints } from './check-tracing.js';
import { webhookComplaints } from './check-webhook.js';
import { databaseAddressComplaint } from './database-address.js';

/** Base address of Shopify's Partner API. Source: shopify.dev, Partner API reference. */
const SHOPIFY_PARTNER_API_URL = 'https://partners.shopify.com';

const UNIT_MS: Record<string, number> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

const duration = z.string().transform((text, context) => {
  const [, count, unit] = /^([1-9]\d{0,6})(ms|s|m|h)$/.exec(text) ?? [];
  if (count !== undefined && unit !== undefined) return Number(count) * (UNIT_MS[unit] ?? 1);
  context.addIssue({ code: 'custom', message: 'expected a number and a unit, for example 4m or 30s' });
  return z.NEVER;
});
const port = z.coerce.number().int().min(0).max(65_535);
const list = z.string().transform((text) =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== ''),
);
/** Spelled as browsers spell it, which compare it letter by letter. */
const origin = z
  .string()
  .refine((text) => URL.canParse(text) && /^https?:\/\/[\w.:[\]-]+$/.test(text) && new URL(text).origin === text, {
    message: 'expected origins like https://app.convot.com, without a path',
  });
const optional = <T extends z.ZodType>(type: T) =>
  z.preprocess((value) => (value === '' ? undefined : value), type.optional());

const DATABASE_NAMES = ['DATABASE_URL', 'API_DATABASE_URL', 'WORKER_DATABASE_URL'] as const;

/** One schema for the environment of every process; the names and defaults are the contract's. */
const Environment = z
  .object({
    NODE_ENV: z.enum(['development', 'test', 'production']).default('development'),
    PORT: port.default(3000),
    METRICS_PORT: optional(port),
    // An address, not a name: Temporal's core, which serves the worker's metrics, resolves none.
    METRICS_HOST: z.union([z.ipv4(), z.ipv6()], { error: 'expected an IP address' }).default('127.0.0.1'),
    LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
    TRUST_PROXY: optional(z.string()),
    DATABASE_URL: optional(z.url({ protocol: /^postgres(ql)?$/ })),
    API_DATABASE_URL: optional(z.url({ protocol: /^postgres(ql)?$/ })),
    WORKER_DATABASE_URL: optional(z.url({ protocol: /^postgres(ql)?$/ })),
    TEMPORAL_ADDRESS: optional(z.string()),
    PARTNER_API_URL: z.url({ protocol: /^https?$/ }).default(SHOPIFY_PARTNER_API_URL),
    ALLOW_PARTNER_API_OVERRIDE: z.enum(['0', '1']).default('0'),
    PARTNER_API_VERSION: z
      .string()
      .regex(/^(\d{4}-\d{2}|unstable)$/)
      .default('2026-07'),
    SYNC_INTERVAL: duration.default(240_000),
    FAILURE_LIMIT: z.coerce.number().int().min(1).max(100).default(5),
    TOKEN_KEYS: optional(z.string()),
    AUTH_JWKS_URL: optional(z.url({ protocol: /^https?$/ })),
    AUTH_PUBLIC_KEY: optional(z.string()),
    AUTH_ISSUER: optional(z.string()),
    AUTH_AUDIENCE: optional(z.string()),
    FRAME_ANCESTORS: list.pipe(z.array(origin)).default([]),
    CONVOT_WEBHOOK_URL: optional(z.url({ protocol: /^https?$/ })),
    CONVOT_WEBHOOK_SECRET: list.default([]),
    CONVOT_WEBHOOK_UPDATES: z.enum(['0', '1']).default('0'),
    // For software that asks in people's place: /mcp answers only where an operator wants it.
    MCP: z.enum(['0', '1']).default('0'),
    OTEL_EXPORTER_OTLP_ENDPOINT: optional(z.url({ protocol: /^https?$/ })),
    // Whom the audit log names for what is done at the command line, where its user says nothing, as in a container.
    OPERATOR: optional(z.string().regex(/^[\w.@-]{1,100}$/)),
    CERTIFICATE_FILES: list.default([]),
    SIMULATOR: z.enum(['demo', 'none']).default('demo'),
    NODE_TLS_REJECT_UNAUTHORIZED: optional(z.string()),
  })
  .check(({ value, issues }) => {
    const refuse = (name: string, message: string) =>
      issues.push({ code: 'custom', path: [name], message, input: undefined });
    const isProduction = value.NODE_ENV === 'production';
    // Node itself reads it, for every connection of the process: Shopify's, Convot's, the database's.
    if (value.NODE_TLS_REJECT_UNAUTHORIZED === '0') {
      refuse('NODE_TLS_REJECT_UNAUTHORIZED', 'must not be 0; NODE_EXTRA_CA_CERTS names a private authority');
    }
    for (const name of DATABASE_NAMES) {
      // Checks run on what was found wrong, too.
      const complaint = URL.canParse(value[name] ?? '')
        ? databaseAddressComplaint(value[name] ?? '', isProduction)
        : undefined;
      if (complaint !== undefined) refuse(name, complaint);
    }
    const partnerApi = URL.canParse(value.PARTNER_API_URL) ? new URL(value.PARTNER_API_URL) : null;
    if (partnerApi !== null && partnerApi.username + partnerApi.password !== '') {
      refuse('PARTNER_API_URL', 'must not hold a user or password');
    }
    if (partnerApi?.href !== new URL(SHOPIFY_PARTNER_API_URL).href && value.ALLOW_PARTNER_API_OVERRIDE !== '1') {
      refuse('PARTNER_API_URL', "is not Shopify's; set ALLOW_PARTNER_API_OVERRIDE=1 if tokens may really go there");
    }
    const kept = isProduction ? readDevelopmentKeys(paths.local) : undefined;
    for (const { name, message } of [
      ...signInComplaints(value, isProduction, kept),
      ...webhookComplaints(value, isProduction),
      ...tracingComplaints(value, isProduction),
      ...(value.TOKEN_KEYS === undefined ? [] : tokenKeyComplaints(value.TOKEN_KEYS, isProduction, kept)),
    ]) {
      refuse(name, message);
    }
    if (!isProduction) return;
    for (const name of ['DATABASE_URL', 'TEMPORAL_ADDRESS', 'TOKEN_KEYS', 'AUTH_ISSUER', 'AUTH_AUDIENCE'] as const) {
      if (value[name] === undefined) refuse(name, 'is required in production');
    }
    if (value.FRAME_ANCESTORS.some((origin) => origin.startsWith('http:'))) {
      refuse('FRAME_ANCESTORS', 'must be https in production: who can change the host page can take its tokens');
    }
    if (value.ALLOW_PARTNER_API_OVERRIDE === '1') refuse('ALLOW_PARTNER_API_OVERRIDE', 'is refused in production');
  });

export type Environment = z.infer<typeof Environment>;

/** What this process was given, untouched: for handing on to child processes. */
export function inheritedEnvironment(): Readonly<NodeJS.ProcessEnv> {
  return Object.freeze({ ...process.env });
}

/**
 * Changes the environment itself, because Temporal's own package reads its variables there: for the command line before
 * it begins, and for a test file, which jest gives an environment of its own. Undefined removes a variable.
 */
export function changeEnvironment(variables: Readonly<Record<string, string | undefined>>): void {
  for (const [name, value] of Object.entries(variables)) {
    if (value === undefined) Reflect.deleteProperty(process.env, name);
    else process.env[name] = value;
  }
}

/** Reads and checks the environment. All complaints come in one error, each naming its variable; values are not shown. */
export function readEnvironment(source: NodeJS.ProcessEnv = process.env): Environment {
  const parsed = Environment.safeParse(source);
  if (parsed.success) return parsed.data;
  const complaints = parsed.error.issues.map(({ path, message }) => `  ${path.join('.')}: ${message}`);
  throw new CodedError('environment_unusable', `The environment is not usable:\n${complaints.join('\n')}`);
}

/** The key ring for Partner tokens: `<key id>:<32 bytes in base64>`, comma separated, the first one encrypts. */
export function tokenKeys(environment: Environment): Secret {
  return new Secret(environment.TOKEN_KEYS ?? developmentKeys(paths.local).tokenKeys);
}

/** Where churn events go; null where nobody is told. */
export function webhookTarget({ CONVOT_WEBHOOK_URL, CONVOT_WEBHOOK_SECRET }: Environment): WebhookTarget | null {
  if (CONVOT_WEBHOOK_URL === undefined) return null;
  return { url: CONVOT_WEBHOOK_URL, secrets: CONVOT_WEBHOOK_SECRET.map((secret) => new Secret(secret)) };
}

export interface AuthSettings {
  readonly key: { readonly jwksUrl: string } | { readonly publicKey: string };
  readonly issuer: string;
  readonly audience: string;
  /** A token older or longer-lived than this is refused, so that a demoted owner cannot keep an old role. */
  readonly maxAgeSeconds: number;
}

export function authSettings(environment: Environment): AuthSettings {
  const { AUTH_JWKS_URL, AUTH_PUBLIC_KEY, AUTH_ISSUER, AUTH_AUDIENCE, NODE_ENV } = environment;
  return {
    key:
      AUTH_JWKS_URL === undefined
        ? { publicKey: AUTH_PUBLIC_KEY ?? developmentKeys(paths.local).authPublicKey }
        : { jwksUrl: AUTH_JWKS_URL },
    issuer: AUTH_ISSUER ?? DEVELOPMENT_ISSUER,
    audience: AUTH_AUDIENCE ?? DEVELOPMENT_AUDIENCE,
    maxAgeSeconds: NODE_ENV === 'production' ? 15 * 60 : 24 * 3600,
  };
}

/** True where access tokens are signed with this checkout's own keys: whoever can reach the api may choose whom to be. */
export function isDevelopmentSignIn({ NODE_ENV, AUTH_JWKS_URL, AUTH_PUBLIC_KEY }: Environment): boolean {
  return NODE_ENV !== 'production' && AUTH_JWKS_URL === undefined && AUTH_PUBLIC_KEY === undefined;
}

/** Where the metrics of api or worker are read; undefined when nobody asks for them. */
export function metricsAddress({ METRICS_HOST, METRICS_PORT }: Environment): MetricsAddress | undefined {
  return METRICS_PORT === undefined ? undefined : { host: METRICS_HOST, port: METRICS_PORT };
}

export interface MetricsAddress {
  /** An IP address; that of the loopback interface unless the operator chose another. */
  readonly host: string;
  readonly port: number;
}

/** @throws when `name` has no database to connect to */
export function databaseUrl(environment: Environment, name: (typeof DATABASE_NAMES)[number]): string {
  const url = environment[name] ?? environment.DATABASE_URL;
  if (url === undefined)
    throw new CodedError('environment_unusable', 'DATABASE_URL is not set. `npm start` starts a database of its own.');
  return url;
}
