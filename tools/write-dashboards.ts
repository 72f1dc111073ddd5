import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { paths } from '../src/process/paths.js';
import { dashboardText } from './dashboards/build-dashboard.js';
import { DASHBOARDS } from './dashboards/dashboards.js';

/* Writes tools/monitoring/dashboards anew, from tools/dashboards: `npm run dashboards`. */
for (const source of DASHBOARDS) {
  writeFileSync(join(paths.root, 'tools/monitoring/dashboards', `${source.name}.json`), dashboardText(source));
}
