import type { Connection } from '../../shared/api/types.js';

type Changes = Partial<Omit<Connection, 'progress'>> & { readonly progress?: Partial<Connection['progress']> };

/** A healthy connection, with what a test is about changed. */
export function connectionWith({ progress, ...changes }: Changes = {}): Connection {
  return {
    id: 'dc205062-bbc4-48e8-b133-ef92b0e47861',
    partnerOrganizationId: '1234567',
    status: 'connected',
    phase: 'idle',
    waitingUntil: null,
    lastSyncedAt: '2026-11-24T10:00:00Z',
    nextSyncAt: '2026-11-24T10:04:00Z',
    dataThrough: '2026-11-24T09:30:00Z',
    consecutiveFailures: 0,
    failureLimit: 5,
    error: null,
    progress: {
      startedAt: '2026-11-20T08:00:00Z',
      rows: 6_663,
      completeBackTo: null,
      rowsPerSecond: null,
      estimatedEndAt: null,
      backfilled: true,
      ...progress,
    },
    verification: null,
    quarantined: { count: 0, reasons: [] },
    warnings: [],
    apps: 2,
    tokenHint: '4567',
    connectedBy: 'user_1',
    connectedAt: '2026-11-20T08:00:00Z',
    disconnectedBy: null,
    disconnectedAt: null,
    ...changes,
  };
}

export const failure = (code: string, more: Partial<NonNullable<Connection['error']>> = {}) => ({
  code,
  message: `Told by the api: ${code}.`,
  permission: null,
  since: '2026-11-24T09:00:00Z',
  reference: 'ref-1',
  ...more,
});

export const warning = (code: Connection['warnings'][number]['code']) => ({
  code,
  message: `Told by the api: ${code}.`,
});
