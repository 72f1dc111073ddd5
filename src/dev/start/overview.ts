import { DEMO_CONVOT_ORGANIZATION } from './demo-account.js';

export interface Places {
  apiPort: number;
  /** With its password, which is not printed. */
  databaseUrl: string;
  temporalAddress: string;
  temporalUiUrl: string | undefined;
  namespace: string;
  partnerApiUrl: string | undefined;
  controlUrl: string | undefined;
  local: string;
}

/** Where everything is, for the person at the terminal. */
export function overview(places: Places): string {
  const api = `http://localhost:${places.apiPort}`;
  const rows: [string, string][] = [
    ['pages', `${api}/dev/sign-in`],
    ['api', api],
    ['API documentation', `${api}/docs`],
    ['Temporal', places.temporalAddress],
    ...(places.temporalUiUrl === undefined
      ? []
      : ([['Temporal UI', `${places.temporalUiUrl}/namespaces/${places.namespace}/workflows`]] as [string, string][])),
    ['Partner API', places.partnerApiUrl ?? 'Shopify'],
    ...(places.controlUrl === undefined
      ? []
      : ([['simulator control', `${places.controlUrl}/control/requests`]] as [string, string][])),
    ['PostgreSQL', withoutPassword(places.databaseUrl)],
    ['data, keys, logs', places.local],
  ];
  const width = Math.max(...rows.map(([name]) => name.length));
  return [
    '',
    ...rows.map(([name, place]) => `  ${name.padEnd(width)}  ${place}`),
    '',
    '  Try it:',
    `    TOKEN=$(npm run --silent token -- --organization ${DEMO_CONVOT_ORGANIZATION} --role owner)`,
    `    curl -s -H "Authorization: Bearer $TOKEN" ${api}/v1/connections`,
    `    curl -s -H "Authorization: Bearer $TOKEN" '${api}/v1/merchants?limit=5'`,
    '',
    '  Ctrl-C stops all of it; the next start keeps the data.',
    '',
  ].join('\n');
}

function withoutPassword(databaseUrl: string): string {
  const url = new URL(databaseUrl);
  url.password = '';
  return url.href;
}
