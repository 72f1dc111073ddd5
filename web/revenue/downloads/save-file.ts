/** Excel takes a file for UTF-8 only when it begins with this; other programs look past it. */
const BYTE_ORDER_MARK = '\uFEFF';

/** Firefox and Safari read the content only after the press (bugzilla.mozilla.org 1282407, bugs.webkit.org 211234). */
const KEPT_MS = 60_000;

/** Has the browser save a table under a name, as if it had been a link to it. */
export function saveCsv(name: string, content: Blob): void {
  const url = URL.createObjectURL(new Blob([BYTE_ORDER_MARK, content], { type: 'text/csv;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), KEPT_MS);
}
