import { useEffect, useRef } from 'react';

let said: string[] = [];

/**
 * Says a change of state to screen readers, by the page's one polite live region, which exists from its first moment
 * (WCAG 4.1.3). For transitions; not for what a poll merely brought again. What is said at one moment is said together:
 * the last word would take the place of the others. The same is said once at one moment, and again at another: a region
 * whose text stays the same is not read out, so the second differs by what nobody hears.
 */
export function announce(text: string): void {
  said.push(text);
  if (said.length === 1) queueMicrotask(speak);
}

function speak(): void {
  const region = document.getElementById('announcements');
  if (region !== null) {
    const text = [...new Set(said)].join(' ');
    region.textContent = region.textContent === text ? `${text}\u00a0` : text;
  }
  said = [];
}

/**
 * Says what is shown once it is something else than before. What a page begins with, and what a poll brings again,
 * nobody has asked for: it stays silent.
 * @param key names what was asked for
 * @param text undefined as long as it is not there
 */
export function useAnnouncedChange(key: string, text: string | undefined): void {
  const told = useRef<string>(undefined);
  useEffect(() => {
    if (text === undefined) return;
    if (told.current !== undefined && told.current !== key) announce(text);
    told.current = key;
  }, [key, text]);
}

/** The tab's title, which changes with the state: `Error — Shopify integration`. */
export function useDocumentTitle(title: string): void {
  useEffect(() => {
    document.title = title;
  }, [title]);
}
