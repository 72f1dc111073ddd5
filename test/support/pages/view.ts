import type { Frame, Page } from 'playwright-core';
import { waitFor } from '../servers/wait-for.js';

/** How a reader sees a page: in px, and in which theme. */
export interface View {
  readonly width: number;
  readonly height: number;
  readonly colorScheme: 'light' | 'dark';
}

const SIZE_AND_THEME = `[innerWidth, innerHeight, matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light']`;
const IS_DRAWN = 'new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))';

/**
 * Shows an embedded page, to which its host gives the whole window, as this reader sees it, and resolves once it is drawn
 * so. It learns of a new size a moment later than its host: what is judged in that moment is judged as it was before, and
 * a press there may find its button moved away.
 */
export async function showAs(
  { page, frame }: { readonly page: Page; readonly frame: Frame },
  { width, height, colorScheme }: View,
): Promise<void> {
  await page.setViewportSize({ width, height });
  await page.emulateMedia({ colorScheme });
  const wanted = JSON.stringify([width, height, colorScheme]);
  await waitFor(`the page to be shown as ${wanted}`, async () => {
    return JSON.stringify(await frame.evaluate(SIZE_AND_THEME)) === wanted;
  });
  await frame.evaluate(IS_DRAWN);
}
