import type { DashboardSource } from './dashboard-source.js';
import { postgres } from './postgres.js';
import { service } from './service.js';
import { sync } from './sync.js';
import { temporal } from './temporal.js';

export const DASHBOARDS: readonly DashboardSource[] = [service, sync, temporal, postgres];
