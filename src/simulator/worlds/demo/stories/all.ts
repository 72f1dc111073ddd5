import { changing } from './changing.js';
import { ending } from './ending.js';
import { extras } from './extras.js';
import { leaving } from './leaving.js';
import { metered } from './metered.js';
import { pausing } from './pausing.js';
import { staying } from './staying.js';
import type { Story } from './story.js';
import { trying } from './trying.js';

export const stories: readonly Story[] = [
  ...staying,
  ...changing,
  ...leaving,
  ...pausing,
  ...trying,
  ...metered,
  ...extras,
  ...ending,
];
