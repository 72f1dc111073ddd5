import type { Locator } from 'playwright-core';
import { waitFor } from '../servers/wait-for.js';
import { type EmbeddedPage, PATIENCE_MS } from './pages.js';

/** The settings page as its readers find their way on it: by names and texts. */
export function onSettings(embedded: EmbeddedPage) {
  const { page, frame } = embedded;
  const main = frame.getByRole('main');
  const button = (name: string, options: { disabled?: boolean } = {}) =>
    main.getByRole('button', { name, exact: true, ...options });
  const field = (name: string) => main.getByRole('textbox', { name, exact: true });
  /** The token is in a field that no role names. */
  const token = (label = 'Partner API Access Token') =>
    main.locator('input').and(main.getByLabel(label, { exact: true }));
  const isFocused = (target: Locator) => target.and(frame.locator(':focus'));
  return {
    button,
    field,
    isFocused,
    dialog: main.getByRole('dialog'),
    /** What is shown; not what is only said aloud. */
    text: (text: string | RegExp) => main.getByText(text).first(),
    token,
    heading: (name: string) => main.getByRole('heading', { name }),
    list: (name: string) => main.getByRole('list', { name }),
    async connect(partnerOrganizationId: string, accessToken: string): Promise<void> {
      await field('Partner Organization ID').fill(partnerOrganizationId);
      await token().fill(accessToken);
      await button('Connect').click();
    },
    async stateIs(state: string): Promise<void> {
      const title = `${state} — Shopify integration`;
      await waitFor(title, async () => (await frame.title()) === title, { timeoutMs: PATIENCE_MS });
      await main.getByText(state, { exact: true }).first().waitFor();
    },
    announced: (text: string) =>
      frame.locator('#announcements').filter({ hasText: text }).waitFor({ state: 'attached' }),
    /** Presses Tab until it is there: what cannot be reached so is not there for many. */
    async tabTo(target: Locator): Promise<void> {
      await target.waitFor();
      for (let presses = 0; presses < 80; presses += 1) {
        if ((await isFocused(target).count()) > 0) return;
        await page.keyboard.press('Tab');
      }
      throw new Error('It cannot be reached by keyboard.');
    },
  };
}
