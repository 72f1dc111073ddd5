import type { z } from 'zod';
import type { AppSummary } from '../../connections/store/app-list.js';
import { partnerAppGid } from '../../values/gid.js';
import { showInstant } from '../../values/instant.js';
import type { App } from '../schemas/connection.js';

export function presentApp({ appNumber, lastEventAt, ...app }: AppSummary): z.input<typeof App> {
  return {
    appId: partnerAppGid(appNumber),
    ...app,
    lastEventAt: lastEventAt === null ? null : showInstant(lastEventAt),
  };
}
