import { setTimeout } from 'node:timers/promises';
import { type Problem, ProblemError } from 'convot-partner-sync-client';
import { partnerSync } from './partner-sync.js';

/* Connects a Partner organization, as its owner, and waits until all of its past is here. */
const partnerOrganizationId = process.env['PARTNER_ORGANIZATION'] ?? '';
const accessToken = process.env['PARTNER_API_TOKEN'] ?? '';

const { data: connected, error } = await partnerSync.postConnection({ body: { partnerOrganizationId, accessToken } });
if (error === undefined) await firstSync(connected.id);
else explain(error);

function explain(problem: Problem): void {
  switch (problem.code) {
    case 'already_connected':
      return console.log('It is connected already.');
    case 'invalid_organization_id':
    case 'invalid_token':
    case 'wrong_token_kind':
    case 'token_rejected':
    case 'permission_missing':
      // For whoever typed it; the sentence says what to do.
      process.exitCode = 1;
      return console.log(problem.detail);
    default:
      throw new ProblemError(problem);
  }
}

async function firstSync(connectionId: string): Promise<void> {
  for (;;) {
    const { data } = await partnerSync.getConnection({ path: { connectionId }, throwOnError: true });
    console.log(`${data.status}, ${data.phase}: ${data.progress.rows} rows`);
    if (data.status === 'error') throw new Error(data.error?.message);
    if (data.progress.backfilled && data.phase === 'idle') return;
    await setTimeout(1_000);
  }
}
