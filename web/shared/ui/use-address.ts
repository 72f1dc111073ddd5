import { useSyncExternalStore } from 'react';

const CHANGED = 'convot:address';

function subscribe(listener: () => void): () => void {
  window.addEventListener('popstate', listener);
  window.addEventListener(CHANGED, listener);
  return () => {
    window.removeEventListener('popstate', listener);
    window.removeEventListener(CHANGED, listener);
  };
}

/** What a change does to the browser's history: a step that Back undoes, or none. */
export type Step = 'push' | 'replace';

/** Sets parameters of the page's address; one set to null or to nothing is taken out. */
export function changeAddress(changes: Readonly<Record<string, string | null>>, step: Step = 'replace'): void {
  const next = new URL(location.href);
  for (const [name, value] of Object.entries(changes)) {
    if (value === null || value === '') next.searchParams.delete(name);
    else next.searchParams.set(name, value);
  }
  if (next.href === location.href) return;
  if (step === 'push') history.pushState(null, '', next);
  else history.replaceState(null, '', next);
  window.dispatchEvent(new Event(CHANGED));
}

/**
 * The parameters of the page's address, where its state lives: it can be reloaded, sent on, and gone back in.
 * @returns them, and a function that sets some
 */
export function useAddress(): [URLSearchParams, typeof changeAddress] {
  const search = useSyncExternalStore(subscribe, () => location.search);
  return [new URLSearchParams(search), changeAddress];
}
