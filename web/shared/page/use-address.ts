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

/**
 * What a change does to the browser's history: a step that Back undoes, or none. `undo` goes back over the step that the
 * change takes back, so that neither Back nor Forward leads there again.
 */
export type Step = 'push' | 'replace' | 'undo';

/** What a step of ours remembers: the address that it was made from, and how many steps there were with it. */
interface Made {
  readonly from: string;
  readonly steps: number;
}

/** Sets parameters of the page's address; one set to null or to nothing is taken out. */
export function changeAddress(changes: Readonly<Record<string, string | null>>, step: Step = 'replace'): void {
  const next = new URL(location.href);
  for (const [name, value] of Object.entries(changes)) {
    if (value === null || value === '') next.searchParams.delete(name);
    else next.searchParams.set(name, value);
  }
  if (next.href === location.href) return;
  const canGoBack = step === 'undo' && isLastStep(next.href);
  if (step === 'push') makeStep(next);
  else history.replaceState(step === 'undo' ? null : history.state, '', next);
  window.dispatchEvent(new Event(CHANGED));
  if (canGoBack) history.back();
}

function makeStep(next: URL): void {
  const from = location.href;
  history.pushState(null, '', next);
  const made: Made = { from, steps: history.length };
  history.replaceState(made, '', next);
}

/** True when Back leads to that address: a host's steps count, too, and one made since would be gone back over instead. */
function isLastStep(address: string): boolean {
  const made = history.state as Made | null;
  return made?.from === address && made.steps === history.length;
}

/**
 * The parameters of the page's address, where its state lives: it can be reloaded, sent on, and gone back in.
 * @returns them, and a function that sets some
 */
export function useAddress(): [URLSearchParams, typeof changeAddress] {
  const search = useSyncExternalStore(subscribe, () => location.search);
  return [new URLSearchParams(search), changeAddress];
}
