import type { Connection } from '../../shared/api/types.js';
import { isolated } from '../../shared/format/outside.js';
import { formatMoment } from '../../shared/format/time.js';
import { Banner } from '../../shared/ui/banner.js';
import { messages } from '../messages.en.js';
import { SettingsLink } from './settings-link.js';

/** Which organizations' figures go no further, beside others that do: a line for each. */
export function DisconnectedNotice({ connections }: { connections: readonly Connection[] }) {
  if (connections.length === 0) return null;
  return (
    <Banner tone="caution" actions={<SettingsLink />}>
      {connections.map((connection) => (
        <p key={connection.id}>{textOf(connection)}</p>
      ))}
    </Banner>
  );
}

function textOf({ partnerOrganizationId, disconnectedAt, disconnectedBy }: Connection): string {
  const { disconnectedOf, disconnectedOfUnknown } = messages.notices;
  if (disconnectedAt === null || disconnectedBy === null) return disconnectedOfUnknown(partnerOrganizationId);
  return disconnectedOf(partnerOrganizationId, formatMoment(disconnectedAt), isolated(disconnectedBy));
}
