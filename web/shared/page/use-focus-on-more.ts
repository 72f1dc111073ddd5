import { useEffect, useRef } from 'react';

/**
 * Once more was asked for, the reader goes on where the new entries begin: the button that asked may be gone.
 * @param list names what is listed: what was asked for of another list moves nobody
 * @param count how many entries there are
 * @returns the ref of the element whose children they are, and what to call when more is asked for
 */
export function useFocusOnMore(list: string, count: number) {
  const entries = useRef<HTMLElement>(null);
  const asked = useRef<{ readonly list: string; readonly count: number }>(undefined);
  useEffect(() => {
    if (asked.current?.list !== list || count <= asked.current.count) return;
    const entry = entries.current?.children.item(asked.current.count);
    asked.current = undefined;
    if (entry instanceof HTMLElement) focusOn(entry);
  }, [list, count]);
  return {
    entriesRef: (element: HTMLElement | null) => {
      entries.current = element;
    },
    onMore: () => {
      asked.current = { list, count };
    },
  };
}

/** On its link, or else on the entry itself, which Tab passes by. */
function focusOn(entry: HTMLElement): void {
  const link = entry.querySelector('a');
  if (link === null) entry.tabIndex = -1;
  (link ?? entry).focus();
}
