import { useMutation } from '@tanstack/react-query';
import type { Separator } from '../../../src/api/present/csv.js';
import { announce } from '../../shared/page/announce.js';
import { usePageSession } from '../../shared/page/session-context.js';
import { Button } from '../../shared/ui/button.js';
import { Icon } from '../../shared/ui/icon.js';
import { ProblemBanner } from '../../shared/ui/problem-banner.js';
import { messages } from '../messages.en.js';
import styles from './download-button.module.css';

export interface DownloadButtonProps {
  /** Of the file, separated so. */
  readonly pathOf: (separator: Separator) => string;
  readonly fileName: string;
  readonly label: string;
  /** One for all files of the page. */
  readonly separator: SeparatorChoice;
}

/**
 * Saves a table of the api under a name of its own, its columns separated as the reader's spreadsheet expects. A failure
 * is told beside the button, with a way to try again.
 */
export function DownloadButton({ pathOf, fileName, label, separator: [separator, setSeparator] }: DownloadButtonProps) {
  const { api } = usePageSession();
  const { separator: separatorOf, separators, done, busy } = messages.downloads;
  const download = useMutation({
    mutationFn: async () => saveCsv(fileName, await api.download(pathOf(separator))),
    onSuccess: () => announce(done(fileName)),
  });
  return (
    <div className={styles['download']}>
      <div className={styles['choice']}>
        <Button isBusy={download.isPending} onClick={() => download.mutate()}>
          <Icon name="download" />
          {download.isPending ? busy : label}
        </Button>
        <select
          aria-label={separatorOf(label)}
          value={separator}
          onChange={({ target }) => setSeparator(SEPARATORS.find((each) => each === target.value) ?? 'comma')}
        >
          {SEPARATORS.map((each) => (
            <option key={each} value={each}>
              {separators[each]}
            </option>
          ))}
        </select>
      </div>
      {download.isError && <ProblemBanner error={download.error} onRetry={() => download.mutate()} isAlert />}
    </div>
  );
}

/** Excel takes a file for UTF-8 only when it begins with this; other programs look past it. */
const BYTE_ORDER_MARK = '\uFEFF';

/** Firefox and Safari read the content only after the press (bugzilla.mozilla.org 1282407, bugs.webkit.org 211234). */
const KEPT_MS = 60_000;

/** Has the browser save a table under a name, as if it had been a link to it. */
function saveCsv(name: string, content: Blob): void {
  const url = URL.createObjectURL(new Blob([BYTE_ORDER_MARK, content], { type: 'text/csv;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), KEPT_MS);
}

/** What stands between two columns of a file. Excel expects the one of the reader's own country. */
const SEPARATORS = ['comma', 'semicolon', 'tab'] as const satisfies readonly Separator[];

export type { Separator };

/** The separator that is chosen, and how to choose another one. */
export type SeparatorChoice = readonly [Separator, (separator: Separator) => void];
