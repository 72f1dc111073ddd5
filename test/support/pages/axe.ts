import { readFileSync } from 'node:fs';
import type { Frame } from 'playwright-core';
import { waitFor } from '../servers/wait-for.js';

const SOURCE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
/** WCAG 2.2, levels A and AA. */
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
const COLOURS = ['color-contrast', 'link-in-text-block'];

/**
 * Nothing is waited for and nothing fades: what waits for its next figures is dimmed, and a text that is dimmed or halfway
 * there has another contrast than its own.
 */
const IS_SETTLED = `
  document.querySelector('[aria-busy="true"]') === null &&
  document.getAnimations().every(({ playState, effect }) =>
    playState === 'finished' || effect.getComputedTiming().iterations === Infinity)`;

interface Violation {
  readonly id: string;
  readonly help: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[];
}

/** What breaks WCAG 2.2 AA in this frame as it is now, one line each; empty when nothing does. */
export function violations(frame: Frame): Promise<string[]> {
  return check(frame, { runOnly: TAGS });
}

/** Of them those that a theme can make, where the other theme was looked at already: what is drawn is the same. */
export function violationsOfColours(frame: Frame): Promise<string[]> {
  return check(frame, { runOnly: COLOURS });
}

async function check(frame: Frame, { runOnly }: { readonly runOnly: readonly string[] }): Promise<string[]> {
  // It need not be read again while the document is the same.
  if (await frame.evaluate<boolean>(`typeof axe === 'undefined'`)) await frame.evaluate(SOURCE);
  // From out here: what polls inside of the page would have to be allowed to evaluate text.
  await waitFor('the page to settle', () => frame.evaluate<boolean>(IS_SETTLED));
  const found = await frame.evaluate<Violation[]>(
    `axe.run(document, { runOnly: ${JSON.stringify(runOnly)} }).then(({ violations }) => violations)`,
  );
  return found.flatMap(({ id, help, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${help}\n  ${html}\n  ${failureSummary}`),
  );
}
