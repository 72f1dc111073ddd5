import type { App, Connection } from '../../shared/api/types.js';
import { messages as shared } from '../../shared/messages.en.js';
import { announce } from '../../shared/page/announce.js';
import { Button } from '../../shared/ui/button.js';
import { Dialog } from '../../shared/ui/dialog.js';
import { ProblemBanner } from '../../shared/ui/problem-banner.js';
import { appName } from './app-text.js';
import { useRemoveApp } from '../data/commands.js';
import styles from '../forms/form.module.css';
import { messages } from '../messages.en.js';

export interface RemoveAppDialogProps {
  readonly app: App;
  readonly connection: Connection;
  readonly onClose: () => void;
  readonly onRemoved: () => void;
}

export function RemoveAppDialog({ app, connection, onClose, onRemoved }: RemoveAppDialogProps) {
  const removal = useRemoveApp(connection.id);
  const words = messages.apps;
  const name = appName(app);
  const remove = () =>
    removal.mutate(app, {
      onSuccess: () => {
        onRemoved();
        announce(words.removed(name));
      },
    });
  return (
    <Dialog label={words.removeTitle(name)} onClose={onClose}>
      <h2>{words.removeTitle(name)}</h2>
      <p>{words.removeText}</p>
      {removal.error !== null && <ProblemBanner error={removal.error} isAlert />}
      <div className={styles['actions']}>
        <Button data-autofocus onClick={onClose}>
          {shared.cancel}
        </Button>
        <Button look="critical" isBusy={removal.isPending} onClick={remove}>
          {removal.isPending ? words.removing : words.remove}
        </Button>
      </div>
    </Dialog>
  );
}
