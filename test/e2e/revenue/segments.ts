import type { Merchant, Page, Segment } from '../../../web/shared/api/types.js';
import { address, useRevenuePage } from '../../support/pages/revenue-page.js';
import { shows } from '../../support/pages/shows.js';

/* Segments on the revenue page: saved from the filters of the list, chosen above it. */
const { pages, read, open } = useRevenuePage('org_revenue');

afterAll(async () => {
  for (const { id } of (await read<Page<Segment>>('/v1/segments')).items) {
    await pages.installation.call('org_revenue', 'DELETE', `/v1/segments/${id}`);
  }
});

test('an admin saves the filters as a segment, which is listed then; everybody can choose it', async () => {
  const embedded = await open('?status=frozen', { role: 'admin' });
  const { frame, complaints } = embedded;
  await frame.getByRole('textbox', { name: 'Save these filters as a segment' }).fill('Frozen ones');
  expect(await pages.violations(embedded)).toEqual([]);
  await frame.getByRole('button', { name: 'Save', exact: true }).press('Enter');
  const choice = frame.getByRole('combobox', { name: 'Segment' });
  await shows('the segment', () => choice.locator('option:checked').textContent(), 'Frozen ones');
  const [segment] = (await read<Page<Segment>>('/v1/segments')).items;
  expect(segment).toMatchObject({ name: 'Frozen ones', criteria: { statuses: ['frozen'] } });
  expect(await address(embedded)).toBe(`?segment=${segment?.id ?? ''}`);
  const frozen = await read<Page<Merchant>>('/v1/merchants?status=frozen&sort=mrr&order=desc&currency=USD&limit=25');
  const names = () =>
    frame.getByRole('table', { name: 'Merchants, with' }).getByRole('rowheader').getByRole('link').allTextContents();
  await shows(
    'its members',
    names,
    frozen.items.map(({ name }) => name),
  );

  await frame.getByRole('combobox', { name: 'Status' }).selectOption({ label: 'Active' });
  await frame.getByRole('textbox', { name: 'Save these filters as a segment' }).fill('frozen ONES');
  await frame.getByRole('button', { name: 'Save', exact: true }).press('Enter');
  await frame.getByText('Another segment of the organization is called so.').waitFor();
  expect(await address(embedded)).toBe('?status=active');

  const agent = await open('', { role: 'agent' });
  await agent.frame.getByRole('combobox', { name: 'Segment' }).selectOption({ label: 'Frozen ones' });
  await shows('the address', () => address(agent), `?segment=${segment?.id ?? ''}`);
  expect(await pages.violations(agent)).toEqual([]);
  await agent.frame.getByRole('combobox', { name: 'Status' }).selectOption({ label: 'Active' });
  await shows('the address', () => address(agent), '?status=active');
  const save = agent.frame.getByRole('button', { name: 'Save', exact: true });
  expect(await save.getAttribute('title')).toBe('Only owners and admins of your Convot organization can save one.');
  // Refused once by the api, as was meant.
  expect([...complaints.filter((text) => !text.includes('409')), ...agent.complaints]).toEqual([]);
});
