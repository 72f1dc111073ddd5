import { PartnerApiError } from '../partner/client/errors.js';
import { type DatedFeed, readStarts, startDocument } from '../partner/pages/feed-start.js';
import type { LeasedTurn, PacedClient } from './paced-client.js';
import type { PageWriter } from './page-writer.js';
import type { Backlog } from './planning/backlog.js';

interface Parts {
  readonly client: PacedClient;
  readonly backlog: Backlog;
  readonly writer: PageWriter;
}

/**
 * Asks where these feeds begin. A hint only, asked for once in a sync: without it the past is found by walking into it.
 * @throws PartnerApiError that is of the credentials, and what storing throws
 */
export async function askStarts(
  { client, backlog, writer }: Parts,
  leased: LeasedTurn,
  feeds: readonly DatedFeed[],
): Promise<void> {
  backlog.startsAsked(feeds);
  try {
    const starts = readStarts(await client.send(leased, startDocument(feeds)), feeds);
    await writer.noteStarts(
      feeds.flatMap((feed, index) => {
        const startsAt = starts[index] ?? null;
        // A feed that begins in the future tells nothing of the past that is read.
        return startsAt === null || startsAt > leased.now ? [] : [{ feed, startsAt }];
      }),
    );
  } catch (error) {
    if (!(error instanceof PartnerApiError) || error.kind === 'credential') throw error;
  } finally {
    backlog.startsAnswered(feeds);
  }
}
