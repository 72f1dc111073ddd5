import { createTestDatabase, type TestDatabase } from '../../test/support/database/database.js';
import { connectPostgres } from './client.js';
import type { Sql } from './sql.js';

let database: TestDatabase;
let sql: Sql;

beforeAll(async () => {
  database = await createTestDatabase();
  sql = connectPostgres(database.url, { applicationName: 'test', max: 1 });
}, 30_000);
afterAll(async () => {
  await sql.end();
  await database.drop();
});

test('arrays of texts come back as they went, whatever is in them', async () => {
  const texts = ['', ' ', 'a,b', '{}', '"', '\\', '\\"', 'null', 'NULL', 'a\nb', 'é😀', '{"a": "b"}', "'", null];
  expect(await sql`select ${texts}::text[] as texts, ${[]}::text[] as none`).toEqual([{ texts, none: [] }]);
  expect(await sql`select t from unnest(${texts}::text[]) with ordinality as u (t, n) order by n`).toEqual(
    texts.map((t) => ({ t })),
  );
});

test('arrays of other types are what their elements are', async () => {
  const [row] = await sql`
    select
      ${['9007199254740993', 1, null]}::bigint[] as bigints,
      array[1, null, 3] as integers,
      ${['12.340']}::numeric[] as numerics,
      ${['2026-01-02T03:04:05.678901Z', '2020-01-01T00:00:00Z']}::timestamptz[] as instants,
      ${['2026-01-02']}::date[] as days,
      ${['6f2d3c1e-0000-4000-8000-000000000001']}::uuid[] as ids,
      1 = any(${[1, 2]}) as is_in,
      null::text[] as nothing
  `;
  expect(row).toEqual({
    bigints: ['9007199254740993', '1', null],
    integers: [1, null, 3],
    numerics: ['12.340'],
    instants: ['2026-01-02T03:04:05.678901Z', '2020-01-01T00:00:00.000000Z'],
    days: ['2026-01-02'],
    ids: ['6f2d3c1e-0000-4000-8000-000000000001'],
    isIn: true,
    nothing: null,
  });
});

test('what is no array of one dimension is refused', async () => {
  await expect(sql`select ${[['a'], ['b']]}::text[]`).rejects.toThrow(/an object/);
});
