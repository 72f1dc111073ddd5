import { createLogger } from '../../process/log.js';
import { Secret } from '../../values/secret.js';
import type { PartnerAnswer } from '../client/partner-api.js';
import { watchVersion } from './watch-version.js';

test('another version is said once, whatever came before and comes after', async () => {
  const lines: string[] = [];
  const logger = createLogger('test', 'info', { write: (line: string) => void lines.push(line) });
  const versions = ['2026-07', null, '2026-10', '2026-10', '2026-07', '2027-01', '2026-10'];
  const answers = versions.map((servedVersion): PartnerAnswer => ({
    data: {},
    errors: [],
    servedVersion,
    text: () => '',
  }));
  const partnerApi = watchVersion(() => Promise.resolve(answers.shift() as PartnerAnswer), '2026-07', logger);
  const credentials = { partnerOrganizationId: '1', accessToken: new Secret('prtapi_1') };
  for (const servedVersion of versions) {
    expect(await partnerApi({ credentials, document: '', variables: {} })).toMatchObject({ servedVersion });
  }
  const told = lines.map((line) => JSON.parse(line) as { level: number; asked: string; served: string });
  expect(told.map(({ level, asked, served }) => [level, asked, served])).toEqual([
    [40, '2026-07', '2026-10'],
    [40, '2026-07', '2027-01'],
  ]);
});
