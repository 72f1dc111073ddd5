import type { BrowserContext, Frame, Page } from 'playwright-core';

/*
 * When a page shows what it is there for, by the browser's own clock: from the moment that its host asks for it to the
 * first frame with the figure in it. What the measuring program itself takes is not in it.
 */
const WATCH = `
  window.watchFor = (text) => new Promise((resolve, reject) => {
    setTimeout(() => reject(new Error(text + ' is not shown: ' + document.body.innerText)), 10_000);
    const look = () => {
      const shown = document.body?.innerText ?? '';
      if (!shown.includes(text) || document.querySelector('[aria-busy=true]') !== null) return;
      observer.disconnect();
      requestAnimationFrame(() => resolve(performance.timeOrigin + performance.now()));
    };
    const observer = new MutationObserver(look);
    observer.observe(document, { childList: true, subtree: true, characterData: true });
    look();
  });
  const shop = new URLSearchParams(location.search).get('shop');
  if (shop !== null) window.shown = window.watchFor(shop);
`;

/** A host page of another origin with a token, in a browser that has fetched nothing of ours yet. */
export async function openHost(context: BrowserContext, origin: string, token: string): Promise<Page> {
  const page = await context.newPage();
  await page.addInitScript(WATCH);
  await page.exposeFunction('nextToken', () => token);
  await page.goto(origin);
  return page;
}

/** Embeds a page. @returns milliseconds until its merchant is shown, and when that began, by the browser's clock */
export async function embedMs(page: Page, url: string): Promise<{ frame: Frame; tookMs: number; beganMs: number }> {
  const beganMs = await page.evaluate<number>(
    `performance.timeOrigin + performance.now() + (host.embed(${JSON.stringify(url)}, ''), 0)`,
  );
  const frame = await (await page.waitForSelector('iframe')).contentFrame();
  if (frame === null) throw new Error('The page was not embedded.');
  await frame.waitForFunction('window.shown !== undefined');
  return { frame, tookMs: (await frame.evaluate<number>('window.shown')) - beganMs, beganMs };
}

/** @returns milliseconds from `beganMs` on until the page shows this, too */
export async function shownMs(frame: Frame, text: string, beganMs: number): Promise<number> {
  return (await frame.evaluate<number>(`window.watchFor(${JSON.stringify(text)})`)) - beganMs;
}

/** Tells an open panel of another conversation. @returns milliseconds until its merchant is shown */
export async function switchMs(page: Page, frame: Frame, domain: string): Promise<number> {
  await frame.evaluate(`void (window.shown = window.watchFor(${JSON.stringify(domain)}))`);
  const beganMs = await page.evaluate<number>(
    `performance.timeOrigin + performance.now() + (host.send({ type: 'convot.shop', domain: ${JSON.stringify(domain)} }), 0)`,
  );
  return (await frame.evaluate<number>('window.shown')) - beganMs;
}
