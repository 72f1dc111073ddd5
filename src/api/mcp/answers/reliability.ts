import { z } from 'zod';
import { listUnseenApps } from '../../../connections/store/app-list.js';
import {
  type ConnectionSummary,
  findConnectionSummaries,
  listConnectionSummaries,
} from '../../../connections/store/connection-summaries.js';
import { connectionView, STALE_AFTER_INTERVALS, type ViewPolicy } from '../../../connections/view/connection-view.js';
import { APP_PROBLEMS, CONNECTION_STATUSES, WARNING_CODES } from '../../../contract/connection-words.js';
import { type Confidence, CONFIDENCE_LEVELS } from '../../../contract/merchant-words.js';
import { CONFIDENCES } from '../../../merchants/definitions/merchant-words.js';
import type { Tenant } from '../../../postgres/tenant.js';
import type { Caller } from '../../../sign-in/authenticate.js';
import { partnerAppGid } from '../../../values/gid.js';
import { groupBy } from '../../../values/group-by.js';
import { type Instant, instantToMs, showInstant } from '../../../values/instant.js';
import { defined, instant, shown } from '../../schemas/common.js';

const NOT_FOR_ONE_SHOP = 'Of the whole account: null for a token of one shop';

const Coverage = z.strictObject({
  partnerOrganizationId: z
    .string()
    .nullable()
    .meta({ ...shown.number, description: NOT_FOR_ONE_SHOP }),
  status: z.enum(CONNECTION_STATUSES),
  lastSyncedAt: instant.nullable(),
  dataThrough: instant.nullable(),
  whole: z.boolean().meta({ description: 'All of the past that Shopify has is here' }),
  completeSince: instant
    .nullable()
    .meta({ description: 'Everything since then is here; null where all is, and where that cannot be said' }),
  quarantinedRows: z
    .int()
    .nullable()
    .meta({
      description: `Rows of Shopify’s that could not be stored, and count in no figure. ${NOT_FOR_ONE_SHOP}`,
    }),
  appsNotSeen: z
    .array(z.strictObject({ appId: z.string().meta(shown.appId), problem: z.enum(APP_PROBLEMS) }))
    .nullable()
    .meta({
      description: `Apps whose events Shopify does not show: what they tell is missing. ${NOT_FOR_ONE_SHOP}`,
    }),
  warnings: z.array(z.enum(WARNING_CODES)),
});

/** What every answer says of itself. */
export const reliabilityFields = {
  confidence: z
    .enum(CONFIDENCE_LEVELS)
    .nullable()
    .meta({
      description: `Of the least sure thing that is told here; null where nothing is. ${defined(CONFIDENCES).description}`,
    }),
  age: z.strictObject({
    seconds: z.int().nullable().meta({ description: 'Since `lastSyncedAt`' }),
    lastSyncedAt: instant.nullable().meta({
      description: 'When what is new was last read whole, by the connection where that was longest ago; null: never',
    }),
    dataThrough: instant
      .nullable()
      .meta({ description: 'Time of the newest row, by the connection where it is oldest' }),
    stale: z.boolean().meta({ description: 'What is told here may be over: do not decide by it without saying so' }),
  }),
  coverage: z.strictObject({
    whole: z.boolean().meta({ description: 'False: what is missing here may only not have been read yet' }),
    connections: z.array(Coverage),
  }),
};

export type Reliability = z.input<z.ZodObject<typeof reliabilityFields, z.core.$strict>>;

/** Of one organization; more are listed nowhere at once. */
const MOST_CONNECTIONS = 100;

const NOTHING_OF_ACCOUNT = { partnerOrganizationId: null, quarantinedRows: null, appsNotSeen: null };

/** How sure, how old and how whole what was read from some connections is. */
export async function readReliability(
  tenant: Tenant,
  policy: ViewPolicy,
  { shop }: Pick<Caller, 'shop'>,
  { confidence, of }: { confidence: Confidence | null; of: readonly string[] | 'all connections' },
): Promise<Reliability> {
  const rows =
    of === 'all connections'
      ? await listConnectionSummaries(tenant, MOST_CONNECTIONS, null)
      : await findConnectionSummaries(tenant, [...new Set(of)]);
  const unseen = groupBy(
    await listUnseenApps(
      tenant,
      rows.map(({ id }) => id),
    ),
    ({ connectionId }) => connectionId,
  );
  // What an organization is told of all its merchants is not old because it once had another Partner account.
  const lasting = of === 'all connections' ? rows.filter(({ status }) => status !== 'disconnected') : rows;
  return {
    confidence,
    age: ageOf(lasting.length > 0 ? lasting : rows, policy),
    coverage: {
      whole: rows.length > 0 && (lasting.length > 0 ? lasting : rows).every(({ backfilled }) => backfilled),
      connections: rows.map((row) => {
        const { partnerOrganizationId, status, lastSyncedAt, dataThrough, progress, quarantined, warnings } =
          connectionView(row, policy);
        const appsNotSeen = (unseen.get(row.id) ?? []).map(({ appNumber, problem }) => ({
          appId: partnerAppGid(appNumber),
          problem,
        }));
        const ofAccount = { partnerOrganizationId, quarantinedRows: quarantined.count, appsNotSeen };
        return {
          ...(shop === null ? ofAccount : NOTHING_OF_ACCOUNT),
          ...{ status, lastSyncedAt, dataThrough, whole: progress.backfilled },
          completeSince: progress.completeBackTo,
          warnings: warnings.map(({ code }) => code),
        };
      }),
    },
  };
}

function ageOf(rows: readonly ConnectionSummary[], { intervalMs }: ViewPolicy): Reliability['age'] {
  const lastSyncedAt = earliest(rows.map((row) => row.lastSyncedAt));
  const dataThrough = earliest(rows.map((row) => row.dataThrough));
  const [now] = rows.map((row) => row.now);
  const ageMs = lastSyncedAt === null || now === undefined ? null : instantToMs(now) - instantToMs(lastSyncedAt);
  return {
    seconds: ageMs === null ? null : Math.max(0, Math.round(ageMs / 1000)),
    lastSyncedAt: lastSyncedAt && showInstant(lastSyncedAt),
    dataThrough: dataThrough && showInstant(dataThrough),
    stale: ageMs === null || ageMs > STALE_AFTER_INTERVALS * intervalMs,
  };
}

/** Null where one of them never was. */
function earliest(instants: readonly (Instant | null)[]): Instant | null {
  return instants.includes(null) ? null : (instants.toSorted()[0] ?? null);
}

/** The same as a sentence: figures and words of ours alone. */
export function reliabilityWords({ confidence, age, coverage }: Reliability): string {
  const read = age.seconds === null ? 'never read whole' : `read ${age.seconds} s ago`;
  return [
    ...(confidence === null ? [] : [`confidence: ${confidence}`]),
    age.stale ? `${read}, STALE` : read,
    coverage.whole ? 'history whole' : 'history NOT whole',
  ].join('; ');
}
