import { usePages } from '../support/pages.js';

/* Pages inside of a host: who may embed them, and how they come by tokens. */
const pages = usePages();

test('a page asks its host for a token, and shows itself once it has one', async () => {
  const { frame, told, complaints } = await pages.open('/settings/shopify', { organizationId: 'org_embedded' });
  await frame.getByRole('main').waitFor();
  expect(await told()).toEqual([{ type: 'convot.ready' }]);
  expect(complaints).toEqual([]);
  expect(frame.url()).not.toContain('eyJ');
  expect(await frame.evaluate('[localStorage.length, sessionStorage.length, document.cookie]')).toEqual([0, 0, '']);
});
