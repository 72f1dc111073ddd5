import type { Connection } from '../../shared/api/types.js';
import { messages as shared } from '../../shared/messages.en.js';
import { Button } from '../../shared/ui/button.js';
import { useReconnect } from '../data/commands.js';
import { CommandForm } from '../forms/command-form.js';
import styles from '../forms/form.module.css';
import { refuseField } from '../forms/refusals.js';
import { useRefusal } from '../forms/use-refusal.js';
import { messages } from '../messages.en.js';
import { TokenField, useTokenField } from './token-field.js';
import { TokenGuide } from './token-guide.js';

export interface TokenFormProps {
  readonly connection: Connection;
  readonly onSaved: (connection: Connection) => void;
  /** Left out where there is no way but a new token. */
  readonly onCancel?: (() => void) | undefined;
}

/** A new token for an organization that is known: it connects again, from every state. */
export function TokenForm({ connection, onSaved, onCancel }: TokenFormProps) {
  const token = useTokenField();
  const fields = { accessToken: token };
  const reconnect = useReconnect(connection.id);
  const problem = useRefusal(reconnect.error, connection.status);
  const { label, submit, submitting, reconnect: submitAgain } = messages.token;

  const save = async () => {
    token.check();
    if (token.fault !== undefined) return token.focus();
    await reconnect
      .mutateAsync({ accessToken: token.value })
      .then(onSaved, (error: unknown) => refuseField(error, fields));
  };

  return (
    <CommandForm problem={problem} fields={fields} onSubmit={save}>
      <TokenField field={token} label={label} isFirst={onCancel !== undefined} />
      <TokenGuide partnerOrganizationId={connection.partnerOrganizationId} />
      <div className={styles['actions']}>
        <Button type="submit" look="primary" isBusy={reconnect.isPending}>
          {reconnect.isPending ? submitting : connection.status === 'connected' ? submit : submitAgain}
        </Button>
        {onCancel !== undefined && <Button onClick={onCancel}>{shared.cancel}</Button>}
      </div>
    </CommandForm>
  );
}
