import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { paths } from '../../../src/process/paths.js';

export const FOLDER = 'tools/monitoring/dashboards';

const Datasource = z.strictObject({ type: z.string(), uid: z.string() });
const Panel = z.object({
  type: z.enum(['row', 'timeseries']),
  title: z.string().min(1),
  gridPos: z.object({ x: z.int(), y: z.int(), w: z.int().min(1).max(24), h: z.int().min(1) }),
  datasource: Datasource.optional(),
  targets: z
    .array(
      z.object({ refId: z.string(), expr: z.string().min(1), legendFormat: z.string().min(1), datasource: Datasource }),
    )
    .default([]),
});
const Dashboard = z.object({
  uid: z.string().max(40),
  title: z.string(),
  schemaVersion: z.int(),
  templating: z.object({ list: z.array(z.object({ name: z.literal('datasource'), type: z.literal('datasource') })) }),
  panels: z.array(Panel),
});

/** The dashboards as they are shipped. */
export function readDashboards(): z.infer<typeof Dashboard>[] {
  return readdirSync(join(paths.root, FOLDER)).map((file) => {
    return Dashboard.parse(JSON.parse(readFileSync(join(paths.root, FOLDER, file), 'utf8')));
  });
}
