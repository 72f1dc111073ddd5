import { FIGURE_NAMES } from '../figures/figures.js';
import { MOVEMENT_NAMES } from '../trend/points.js';

/** Lists of merchants by the figure or the movement that they are behind, as the address names them. */
export const LIST_NAMES = [...FIGURE_NAMES, 'movements', ...MOVEMENT_NAMES] as const;

export type ListName = (typeof LIST_NAMES)[number];
