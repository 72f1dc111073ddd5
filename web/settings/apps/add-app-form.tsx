import { partnerAppGid } from '../../../src/values/gid.js';
import { isPaused } from '../../shared/api/polling.js';
import type { App, Connection } from '../../shared/api/types.js';
import { announce } from '../../shared/page/announce.js';
import { useOwnerOnly } from '../../shared/page/session-context.js';
import { Button } from '../../shared/ui/button.js';
import { TextField } from '../../shared/ui/text-field.js';
import { useAddApp } from '../data/commands.js';
import { CommandForm } from '../forms/command-form.js';
import { refuseField } from '../forms/refusals.js';
import { useField } from '../forms/use-field.js';
import { useRefusal } from '../forms/use-refusal.js';
import { messages } from '../messages.en.js';
import styles from './add-app-form.module.css';
import { appIdFault, cleanAppId, readAppNumber } from './app-id.js';
import { appName, listName } from './app-text.js';

export interface AddAppFormProps {
  readonly connection: Connection;
  /** Those that are listed already. */
  readonly apps: readonly App[];
  /** Its events are fetched now. */
  readonly onAdded: () => void;
}

/** Adds an app that nothing has named yet. Shopify is asked whether the organization has it. */
export function AddAppForm({ connection, apps, onAdded }: AddAppFormProps) {
  const ownerOnly = useOwnerOnly();
  const add = useAddApp(connection.id);
  const words = messages.apps;
  const situation = `${connection.status} ${apps.length}`;
  const field = useField((text) => {
    const number = readAppNumber(text);
    if (number === null) return appIdFault(text);
    const listed = apps.find(({ appId }) => appId === partnerAppGid(number));
    return listed === undefined ? undefined : words.alreadyListed(appName(listed), listName(listed));
  });
  const fields = { appId: field };
  const problem = useRefusal(add.error, situation);

  // Until it is removed again.
  const added = apps.find(({ appId }) => appId === add.data?.appId);

  const submit = async () => {
    field.check();
    const number = readAppNumber(field.value);
    if (field.fault !== undefined || number === null) return field.focus();
    await add.mutateAsync(partnerAppGid(number)).then(welcome, (error: unknown) => refuseField(error, fields));
  };

  const welcome = (app: App) => {
    field.clear();
    onAdded();
    announce(words.added(appName(app)));
  };

  const offBecause = ownerOnly ?? offWhile(connection);
  return (
    <CommandForm className={styles['form']} title={words.addTitle} problem={problem} fields={fields} onSubmit={submit}>
      <TextField
        {...field.props}
        // The list has the app a moment before the field is empty again.
        error={add.isPending ? undefined : field.props.error}
        label={words.addLabel}
        hint={words.addHint}
        autoComplete="off"
        spellCheck={false}
        disabled={offBecause !== undefined}
        onChange={({ target }) => field.set(cleanAppId(target.value))}
        beside={
          <Button type="submit" isBusy={add.isPending} disabledBecause={offBecause}>
            {add.isPending ? words.adding : words.add}
          </Button>
        }
      />
      {offBecause !== undefined && <p className="subdued">{offBecause}</p>}
      {added !== undefined && field.value === '' && <p className={styles['added']}>{words.added(appName(added))}</p>}
    </CommandForm>
  );
}

function offWhile(connection: Connection): string | undefined {
  const { status } = connection;
  if (isPaused(connection)) return messages.apps.offWhilePaused;
  if (status === 'connected') return undefined;
  return status === 'error' ? messages.apps.offWhileStopped : messages.apps.offWhileDisconnected;
}
