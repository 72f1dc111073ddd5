import { useState } from 'react';
import { Problem } from '../../shared/api/problem.js';
import type { Connection } from '../../shared/api/types.js';
import { messages as shared } from '../../shared/messages.en.js';
import { useOwnerOnly, usePageSession } from '../../shared/page/session-context.js';
import { Button } from '../../shared/ui/button.js';
import { TextField } from '../../shared/ui/text-field.js';
import { useConnect } from '../data/commands.js';
import { CommandForm } from '../forms/command-form.js';
import styles from '../forms/form.module.css';
import { refuseField } from '../forms/refusals.js';
import { useField } from '../forms/use-field.js';
import { useRefusal } from '../forms/use-refusal.js';
import { messages } from '../messages.en.js';
import { cleanOrganizationId, isOrganizationId, organizationIdFault } from './organization-id.js';
import { rememberConnect } from './pending-connect.js';
import { TokenField, useTokenField } from './token-field.js';
import { TokenGuide } from './token-guide.js';

export interface ConnectFormProps {
  /** The user has just asked for it: the focus goes there. */
  readonly isAsked: boolean;
  readonly onConnected: (connection: Connection) => void;
  /** Left out where there is nothing else to go back to. */
  readonly onCancel?: (() => void) | undefined;
  /** The organizations that are connected already. */
  readonly connected: readonly string[];
}

/** Connects a Partner organization: checked at Shopify before anything is stored. */
export function ConnectForm({ isAsked, onConnected, onCancel, connected }: ConnectFormProps) {
  const { claims } = usePageSession();
  const ownerOnly = useOwnerOnly();
  const connect = useConnect();
  const token = useTokenField();
  const [entered, setEntered] = useState('');
  // Refused as connected already, it can be connected once it no longer is.
  const organization = useField(organizationIdFault, entered === '' || connected.includes(entered));
  const problem = useRefusal(connect.error, '');
  const fields = { organizationId: organization, accessToken: token };
  const words = messages.connect;

  const submit = async () => {
    organization.check();
    token.check();
    const faulty = [organization, token].find(({ fault }) => fault !== undefined);
    if (faulty !== undefined) return faulty.focus();
    const credentials = { partnerOrganizationId: organization.value, accessToken: token.value };
    const answered = rememberConnect(claims, credentials.partnerOrganizationId);
    await connect.mutateAsync(credentials).then(
      (connection) => {
        answered();
        onConnected(connection);
      },
      (error: unknown) => {
        // What no answer came to may have been done all the same.
        if (!(error instanceof Problem && error.code === 'offline')) answered();
        refuseField(error, fields);
      },
    );
  };

  return (
    <CommandForm problem={problem} fields={fields} onSubmit={submit}>
      <fieldset className={styles['fields']} disabled={ownerOnly !== undefined}>
        <TextField
          {...organization.props}
          label={words.organization}
          hint={words.organizationHint}
          inputMode="numeric"
          autoComplete="off"
          spellCheck={false}
          required
          autoFocus={isAsked}
          onChange={({ target }) => {
            const value = cleanOrganizationId(target.value);
            setEntered(value);
            organization.set(value);
          }}
        />
        <TokenField field={token} label={words.token} />
      </fieldset>
      <TokenGuide partnerOrganizationId={isOrganizationId(organization.value) ? organization.value : undefined} />
      <div className={styles['actions']}>
        <Button type="submit" look="primary" isBusy={connect.isPending} disabledBecause={ownerOnly} showsReason>
          {connect.isPending ? words.submitting : words.submit}
        </Button>
        {onCancel !== undefined && <Button onClick={onCancel}>{shared.cancel}</Button>}
      </div>
      <p className={styles['terms']}>{words.terms}</p>
    </CommandForm>
  );
}
