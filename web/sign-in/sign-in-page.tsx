import { useState } from 'react';
import { ROLES } from '../../src/contract/connection-words.js';
import type { Role } from '../shared/session/claims.js';
import { Banner } from '../shared/ui/banner.js';
import { Button } from '../shared/ui/button.js';
import { Card } from '../shared/ui/card.js';
import { TextField } from '../shared/ui/text-field.js';
import { messages } from './messages.en.js';
import styles from './sign-in-page.module.css';

/** The organization that `npm start` connects the demonstration account for. */
const DEMONSTRATION = 'org_demo';
const START = '/settings/shopify';

/** For development: whom to be. In production Convot says so, by an access token. */
export function SignInPage() {
  const [organizationId, setOrganizationId] = useState(DEMONSTRATION);
  const [hasFailed, setFailed] = useState(false);

  const signIn = async (role: Role) => {
    const response = await fetch('/dev/sign-in', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ organizationId, role }),
    }).catch(() => undefined);
    if (response?.ok === true) location.assign(placeToGo());
    else setFailed(true);
  };

  return (
    <main className={styles['page']}>
      <h1>{messages.title}</h1>
      <p className="subdued">{messages.purpose}</p>
      {hasFailed && (
        <Banner tone="critical" isAlert>
          {messages.failed}
        </Banner>
      )}
      <Card>
        <TextField
          label={messages.organization}
          hint={messages.organizationHint}
          value={organizationId}
          autoComplete="off"
          spellCheck={false}
          onChange={({ target }) => setOrganizationId(target.value)}
        />
        <ul className={styles['roles']}>
          {ROLES.map((role) => (
            <li key={role}>
              <Button look="primary" onClick={() => void signIn(role)}>
                {messages.roles[role].name}
              </Button>
              <span className="subdued">{messages.roles[role].may}</span>
            </li>
          ))}
        </ul>
      </Card>
    </main>
  );
}

/** Where the user came from: a place of this site, whatever the address says. */
function placeToGo(): string {
  const next = new URLSearchParams(location.search).get('next') ?? START;
  if (!URL.canParse(next, location.origin)) return START;
  const url = new URL(next, location.origin);
  return url.origin === location.origin ? url.href : START;
}
