import type { EmbeddedPage } from './pages.js';
import { shows } from './shows.js';

const OVERHANG = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';

/** Resolves once the page is no wider than its window (WCAG 1.4.10): what was just resized takes its shape a moment later. */
export function fitsWindow({ frame }: EmbeddedPage): Promise<void> {
  return shows('how much wider than its window the page is, in px', () => frame.evaluate<number>(OVERHANG), 0);
}
