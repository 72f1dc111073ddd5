import { useMutation } from '@tanstack/react-query';
import { announce } from '../../shared/ui/announce.js';
import { Button } from '../../shared/ui/button.js';
import { Icon } from '../../shared/ui/icon.js';
import { ProblemBanner } from '../../shared/ui/problem-banner.js';
import { usePageSession } from '../../shared/ui/session-context.js';
import { messages } from '../messages.en.js';
import styles from './download-button.module.css';
import { saveCsv } from './save-file.js';
import { SEPARATORS, type Separator, type SeparatorChoice } from './separators.js';

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
