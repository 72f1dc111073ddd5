import { z } from 'zod';
import {
  APP_PROBLEMS,
  APP_SOURCES,
  CONNECTION_STATUSES,
  RUN_KINDS,
  RUN_OUTCOMES,
  SHOWN_PHASES,
  WARNING_CODES,
} from '../../contract/connection-words.js';
import { CORRECTED_FIGURES } from '../../contract/merchant-words.js';
import { instant, listOf, Permission, shown } from './common.js';

const Warning = z.strictObject({
  code: z.enum(WARNING_CODES),
  message: z.string(),
});

export const ConnectionError = z
  .strictObject({
    code: z.string(),
    message: z.string(),
    permission: Permission.nullable(),
    since: instant.nullable(),
    reference: z.string().nullable(),
  })
  .meta({ id: 'ConnectionError' });

/** The contract's Connection. Strict: a field that is not listed here cannot leak by being selected. */
export const Connection = z
  .strictObject({
    id: z.string().meta(shown.uuid),
    partnerOrganizationId: z.string().meta(shown.number),
    status: z.enum(CONNECTION_STATUSES).meta({ id: 'ConnectionStatus' }),
    phase: z.enum(SHOWN_PHASES).meta({ id: 'ConnectionPhase' }),
    waitingUntil: instant.nullable(),
    lastSyncedAt: instant.nullable().meta({ description: 'The last whole scan of the newest rows' }),
    nextSyncAt: instant.nullable(),
    dataThrough: instant.nullable().meta({ description: 'Time of the newest stored row' }),
    consecutiveFailures: z.int(),
    failureLimit: z.int(),
    error: ConnectionError.nullable(),
    progress: z.strictObject({
      startedAt: instant.nullable(),
      rows: z.int(),
      completeBackTo: instant.nullable(),
      rowsPerSecond: z.number().nullable(),
      estimatedEndAt: instant.nullable(),
      backfilled: z.boolean(),
    }),
    verification: z
      .strictObject({
        verifiedAt: instant.meta({ description: 'When the last full scan had read everything again' }),
        rowsCompared: z.int(),
        rowsChanged: z.int().meta({ description: 'Stored with another content; put right' }),
        rowsAdded: z.int().meta({ description: 'Not stored before; added' }),
        rowsMissing: z.int().meta({ description: 'Not shown by Shopify any more; marked, and counted as before' }),
        appsSkipped: z.int().meta({ description: 'Apps whose events Shopify refused, so that they were not compared' }),
        figures: z.array(
          z
            .strictObject({
              figure: z.enum(CORRECTED_FIGURES),
              merchants: z.int().meta({ description: 'Of how many merchants a figure of the past is another one now' }),
            })
            .meta({ id: 'VerifiedFigure' }),
        ),
      })
      .meta({ id: 'Verification' })
      .nullable()
      .meta({ description: 'What the last full scan found otherwise than stored; null before the first' }),
    quarantined: z.strictObject({
      count: z.int(),
      reasons: z.array(z.strictObject({ reason: z.string(), count: z.int() })),
    }),
    warnings: z.array(Warning),
    apps: z.int().meta({ description: 'How many apps' }),
    tokenHint: z.string().nullable().meta({ description: 'Last four characters of the token' }),
    connectedBy: z.string(),
    connectedAt: instant,
    disconnectedBy: z.string().nullable().meta({ description: 'Null while connected, or when nobody noted it' }),
    disconnectedAt: instant.nullable(),
  })
  .meta({ id: 'Connection' });

export const ConnectionList = listOf(Connection).meta({ id: 'ConnectionList' });

export const App = z
  .strictObject({
    appId: z.string().meta(shown.appId),
    name: z.string().nullable(),
    source: z.enum(APP_SOURCES),
    installs: z.int(),
    lastEventAt: instant.nullable(),
    problem: z.enum(APP_PROBLEMS).nullable(),
  })
  .meta({ id: 'App' });

export const AppList = listOf(App).meta({ id: 'AppList' });

export const Run = z
  .strictObject({
    id: z.string().meta(shown.uuid),
    startedAt: instant,
    endedAt: instant.nullable(),
    kind: z.enum(RUN_KINDS),
    outcome: z.enum(RUN_OUTCOMES).nullable(),
    requests: z.int(),
    rows: z.int(),
    newRows: z.int(),
    error: z.string().nullable(),
  })
  .meta({ id: 'Run' });

export const RunHours = z
  .strictObject({
    items: z.array(
      z
        .strictObject({
          from: instant.meta({ description: 'Where the UTC hour begins' }),
          finished: z.int(),
          failed: z.int(),
          cancelled: z.int(),
        })
        .meta({ id: 'RunHour' }),
    ),
  })
  .meta({ id: 'RunHours' });

export const RunList = listOf(Run).meta({ id: 'RunList' });
