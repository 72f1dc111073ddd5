import type { CorrectedFigure } from '../../contract/merchant-words.js';
import { showInstant } from '../../values/instant.js';
import type { LastWalk } from '../store/last-walk.js';

/** What the last full scan found to be otherwise than it was stored; all of it has been put right, or marked. */
export interface Verification {
  readonly verifiedAt: string;
  readonly rowsCompared: number;
  readonly rowsChanged: number;
  readonly rowsAdded: number;
  readonly rowsMissing: number;
  /** Apps of whose events a page was refused, so that not all of them were compared. */
  readonly appsSkipped: number;
  readonly figures: { readonly figure: CorrectedFigure; readonly merchants: number }[];
}

/** Null until everything was read a second time. */
export function verification(row: LastWalk): Verification | null {
  if (row.walkEndedAt === null) return null;
  return {
    verifiedAt: showInstant(row.walkEndedAt),
    rowsCompared: row.walkRowsCompared ?? 0,
    rowsChanged: row.walkRowsChanged ?? 0,
    rowsAdded: row.walkRowsAdded ?? 0,
    rowsMissing: row.walkRowsMissing ?? 0,
    appsSkipped: row.walkAppsSkipped ?? 0,
    figures: [...row.walkFigures],
  };
}
