import { useMutation } from '@tanstack/react-query';
import { announce } from '../../shared/ui/announce.js';
import { Button } from '../../shared/ui/button.js';
import { Icon } from '../../shared/ui/icon.js';
import { ProblemBanner } from '../../shared/ui/problem-banner.js';
import { usePageSession } from '../../shared/ui/session-context.js';
import { messages } from '../messages.en.js';
import styles from './download-button.module.css';
import { saveCsv } from './save-file.js';

/** Saves a table of the api under a name of its own. A failure is told beside the button, with a way to try again. */
export function DownloadButton({ path, fileName, label }: { path: string; fileName: string; label: string }) {
  const { api } = usePageSession();
  const download = useMutation({
    mutationFn: async () => saveCsv(fileName, await api.download(path)),
    onSuccess: () => announce(messages.downloads.done(fileName)),
  });
  return (
    <div className={styles['download']}>
      <Button isBusy={download.isPending} onClick={() => download.mutate()}>
        <Icon name="download" />
        {download.isPending ? messages.downloads.busy : label}
      </Button>
      {download.isError && <ProblemBanner error={download.error} onRetry={() => download.mutate()} isAlert />}
    </div>
  );
}
