import { problemText } from '../../shared/api/problem.js';
import type { Connection } from '../../shared/api/types.js';
import { messages as shared } from '../../shared/messages.en.js';
import { Button } from '../../shared/ui/button.js';
import { ProblemBanner } from '../../shared/ui/problem-banner.js';
import { usePageSession } from '../../shared/ui/session-context.js';
import { TextField } from '../../shared/ui/text-field.js';
import { useConnect } from '../commands.js';
import styles from '../forms/form.module.css';
import { messages } from '../messages.en.js';
import { cleanOrganizationId, isOrganizationId } from './organization-id.js';
import { fieldOf, refuseField } from '../forms/refusals.js';
import { TokenField, useTokenField } from './token-field.js';
import { TokenGuide } from './token-guide.js';
import { useField } from '../forms/use-field.js';

export interface ConnectFormProps {
  /** The user has just asked for it: the focus goes there. */
  readonly isAsked: boolean;
  readonly onConnected: (connection: Connection) => void;
}

/** Connects a Partner organization: checked at Shopify before anything is stored. */
export function ConnectForm({ isAsked, onConnected }: ConnectFormProps) {
  const { claims } = usePageSession();
  const isOwner = claims.role === 'owner';
  const connect = useConnect();
  const token = useTokenField();
  const organization = useField((text) =>
    isOrganizationId(text) ? undefined : problemText('invalid_organization_id'),
  );
  const words = messages.connect;

  const submit = async () => {
    organization.check();
    token.check();
    const faulty = [organization, token].find(({ fault }) => fault !== undefined);
    if (faulty !== undefined) return faulty.focus();
    const credentials = { partnerOrganizationId: organization.value, accessToken: token.value };
    await connect
      .mutateAsync(credentials)
      .then(onConnected, (error: unknown) => refuseField(error, { organizationId: organization, accessToken: token }));
  };

  return (
    <form
      className={styles['form']}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      {connect.error !== null && fieldOf(connect.error) === null && <ProblemBanner error={connect.error} isAlert />}
      <fieldset className={styles['fields']} disabled={!isOwner}>
        <TextField
          {...organization.props}
          label={words.organization}
          hint={words.organizationHint}
          inputMode="numeric"
          autoComplete="off"
          spellCheck={false}
          required
          autoFocus={isAsked}
          onChange={({ target }) => organization.set(cleanOrganizationId(target.value))}
        />
        <TokenField field={token} label={words.token} />
      </fieldset>
      <TokenGuide />
      <div className={styles['actions']}>
        <Button
          type="submit"
          look="primary"
          isBusy={connect.isPending}
          disabledBecause={isOwner ? undefined : shared.ownerOnly}
        >
          {connect.isPending ? words.submitting : words.submit}
        </Button>
        {!isOwner && <p className="subdued">{shared.ownerOnly}</p>}
      </div>
      <p className={styles['terms']}>{words.terms}</p>
    </form>
  );
}
