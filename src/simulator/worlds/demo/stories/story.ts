import type { AppName } from '../catalogue.js';
import type { Life } from '../life.js';

/** One kind of merchant, and how many of them the world has. */
export interface Story {
  readonly name: string;
  readonly merchants: number;
  readonly app: AppName;
  /** `redacted` and `reviewer` shops look like none other; everyone else is an ordinary shop. */
  readonly shop?: 'redacted' | 'reviewer';
  readonly tell: (life: Life, elsewhere: (app: AppName) => Life) => void;
}
