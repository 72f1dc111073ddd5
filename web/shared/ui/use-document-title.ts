import { useEffect } from 'react';

/** The tab's title, which changes with the state: `Error — Shopify integration`. */
export function useDocumentTitle(title: string): void {
  useEffect(() => {
    document.title = title;
  }, [title]);
}
