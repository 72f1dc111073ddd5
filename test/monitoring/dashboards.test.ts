import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { paths } from '../../src/process/paths.js';
import { dashboardText } from '../../tools/dashboards/build-dashboard.js';
import { DASHBOARDS } from '../../tools/dashboards/dashboards.js';
import { FOLDER, readDashboards } from '../support/monitoring/dashboards.js';
import { usePromtool } from '../support/monitoring/promtool.js';

/* The files that Grafana reads. How they look there no test can see. */
const promtool = usePromtool();

test.each(DASHBOARDS)('$name.json is what its source makes: `npm run dashboards` writes it anew', (source) => {
  expect(readFileSync(join(paths.root, FOLDER, `${source.name}.json`), 'utf8')).toBe(dashboardText(source));
});

test('there is no file without a source', () => {
  expect(readdirSync(join(paths.root, FOLDER)).sort()).toEqual(DASHBOARDS.map(({ name }) => `${name}.json`).sort());
});

test.each(readDashboards())(
  '$title: every graph asks the chosen Prometheus, and none lies upon another',
  ({ panels }) => {
    const graphs = panels.filter(({ type }) => type === 'timeseries');
    expect(graphs.length).toBeGreaterThan(5);
    for (const { datasource, targets } of graphs) {
      expect(datasource).toEqual({ type: 'prometheus', uid: '${datasource}' });
      expect(targets).not.toHaveLength(0);
      for (const target of targets) expect(target.datasource).toEqual(datasource);
    }
    const cells = panels.flatMap(({ gridPos: { x, y, w, h } }) =>
      Array.from({ length: w * h }, (_, place) => `${x + (place % w)}, ${y + Math.floor(place / w)}`),
    );
    expect(new Set(cells).size).toBe(cells.length);
  },
);

test('Prometheus can read every query', async () => {
  const queries = readDashboards().flatMap(({ panels }) => panels.flatMap(({ targets }) => targets));
  const rules = queries.map(({ expr }, place) => {
    return { record: `query:${place}`, expr: expr.replaceAll('$__rate_interval', '5m') };
  });
  const folder = mkdtempSync(join(tmpdir(), 'convot-queries-'));
  try {
    const file = join(folder, 'queries.yml');
    writeFileSync(file, stringify({ groups: [{ name: 'queries', rules }] }));
    expect(await promtool('check', 'rules', file)).toContain(`${queries.length} rules found`);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
