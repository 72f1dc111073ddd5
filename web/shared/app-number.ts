import { parseGid } from '../../src/values/gid.js';

/** The number in an app's id, which the api tells as a GID. */
export const appNumberOf = (appId: string): string => parseGid(appId)?.number ?? appId;
