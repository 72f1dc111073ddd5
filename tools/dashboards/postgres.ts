import type { DashboardSource } from './dashboard-source.js';

export const postgres: DashboardSource = {
  name: 'postgres',
  title: 'Partner Sync: Postgres',
  description: 'What the database server says of itself through the workers, and how long our processes wait for it.',
  rows: [
    {
      title: 'Server',
      graphs: [
        {
          title: 'Connections',
          unit: 'short',
          queries: [
            ['max by (state) (partner_sync_postgres_connections)', '{{state}}'],
            ['max(partner_sync_postgres_connections_max)', 'allowed'],
          ],
        },
        {
          title: 'Transactions',
          unit: 'ops',
          queries: [
            ['max by (outcome) (rate(partner_sync_postgres_transactions_total[$__rate_interval]))', '{{outcome}}'],
          ],
        },
        {
          title: 'Found in memory',
          unit: 'percentunit',
          queries: [
            [
              'max(rate(partner_sync_postgres_blocks_total{source="hit"}[$__rate_interval])) / sum(max by (source) (rate(partner_sync_postgres_blocks_total[$__rate_interval])))',
              'blocks',
            ],
          ],
        },
        {
          title: 'Size of the database',
          unit: 'bytes',
          queries: [['max(partner_sync_postgres_database_bytes)', 'bytes']],
        },
      ],
    },
    {
      title: 'Pools of our processes',
      graphs: [
        {
          title: 'Connections',
          unit: 'short',
          queries: [
            ['sum by (job, instance, state) (partner_sync_pool_connections)', '{{job}} {{instance}}: {{state}}'],
            ['sum by (job, instance) (partner_sync_pool_connections_max)', '{{job}} {{instance}}: at most'],
          ],
        },
        {
          title: 'Waiting for a connection',
          unit: 'short',
          queries: [['sum by (job, instance) (partner_sync_pool_waiting)', '{{job}} {{instance}}']],
        },
      ],
    },
    {
      title: 'Disk',
      graphs: [
        {
          title: 'Room',
          unit: 'bytes',
          queries: [
            [
              'min by (instance, device) (node_filesystem_avail_bytes{fstype!~"tmpfs|ramfs|overlay|squashfs"})',
              '{{device}}',
            ],
          ],
        },
        {
          title: 'Busy',
          unit: 'percentunit',
          queries: [['rate(node_disk_io_time_seconds_total[$__rate_interval])', '{{device}}']],
        },
      ],
    },
  ],
};
