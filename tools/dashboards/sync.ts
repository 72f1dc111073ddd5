import type { DashboardSource } from './dashboard-source.js';

export const sync: DashboardSource = {
  name: 'sync',
  title: 'Partner Sync: sync',
  description: 'How fresh connections are, and what reading, deriving and telling do.',
  rows: [
    {
      title: 'Freshness',
      graphs: [
        {
          title: 'Connections out of date',
          unit: 'percentunit',
          description:
            'No whole look at the newest rows for two and a half intervals. The objective allows 1 % of the time of all.',
          queries: [
            ['partner_sync:connections_out_of_date:ratio', 'now'],
            ['avg_over_time(partner_sync:connections_out_of_date:ratio[6h])', 'six hours'],
            ['avg_over_time(partner_sync:connections_out_of_date:ratio[28d])', 'four weeks'],
          ],
        },
        {
          title: 'Age of what is known',
          unit: 's',
          queries: [
            ['histogram_quantile(0.5, min by (le) (partner_sync_connection_freshness_seconds_bucket))', 'half'],
            ['histogram_quantile(0.99, min by (le) (partner_sync_connection_freshness_seconds_bucket))', '99 %'],
            ['max(partner_sync_connection_freshness_worst_seconds)', 'the worst'],
          ],
        },
        {
          title: 'Connections',
          unit: 'short',
          queries: [['max by (status, health) (partner_sync_connections)', '{{status}}: {{health}}']],
        },
        {
          title: 'First syncs',
          unit: 'short',
          queries: [['max(partner_sync_first_syncs_running)', 'running']],
        },
      ],
    },
    {
      title: 'Syncs',
      graphs: [
        {
          title: 'Syncs by outcome',
          unit: 'cps',
          queries: [['sum by (outcome) (rate(partner_sync_syncs_total[$__rate_interval]))', '{{outcome}}']],
        },
        {
          title: 'Failures by code',
          unit: 'cps',
          queries: [['sum by (code) (rate(partner_sync_syncs_total{outcome="failed"}[$__rate_interval]))', '{{code}}']],
        },
        {
          title: 'Lateness',
          unit: 's',
          description: 'From when a cycle was due until it began.',
          queries: [
            [
              'histogram_quantile(0.5, sum by (le) (rate(partner_sync_cycle_lateness_seconds_bucket[$__rate_interval])))',
              'half',
            ],
            [
              'histogram_quantile(0.99, sum by (le) (rate(partner_sync_cycle_lateness_seconds_bucket[$__rate_interval])))',
              '99 %',
            ],
          ],
        },
        {
          title: 'Rows stored',
          unit: 'cps',
          queries: [
            ['sum by (feed, change) (rate(partner_sync_rows_total[$__rate_interval]))', '{{feed}}: {{change}}'],
            ['sum(rate(partner_sync_first_sync_rows_total[$__rate_interval]))', 'in first syncs'],
          ],
        },
      ],
    },
    {
      title: 'Partner API',
      graphs: [
        {
          title: 'Requests',
          unit: 'reqps',
          queries: [
            ['sum by (outcome) (rate(partner_sync_partner_api_requests_total[$__rate_interval]))', '{{outcome}}'],
          ],
        },
        {
          title: 'Time to an answer',
          unit: 's',
          queries: [
            [
              'histogram_quantile(0.5, sum by (le) (rate(partner_sync_partner_api_request_duration_seconds_bucket[$__rate_interval])))',
              'half',
            ],
            [
              'histogram_quantile(0.99, sum by (le) (rate(partner_sync_partner_api_request_duration_seconds_bucket[$__rate_interval])))',
              '99 %',
            ],
          ],
        },
      ],
    },
    {
      title: 'Derived and told',
      graphs: [
        {
          title: 'Pairs to be derived',
          unit: 'short',
          queries: [['max(partner_sync_fold_backlog_pairs)', 'pairs']],
        },
        {
          title: 'Rows set aside',
          unit: 'short',
          queries: [['max(partner_sync_quarantined_rows)', 'rows']],
        },
        {
          title: 'Messages to Convot',
          unit: 'short',
          queries: [['max by (state) (partner_sync_outbox_messages)', '{{state}}']],
        },
        {
          title: 'Attempts to deliver',
          unit: 'cps',
          queries: [['sum by (outcome) (rate(partner_sync_deliveries_total[$__rate_interval]))', '{{outcome}}']],
        },
        {
          title: 'Oldest message',
          unit: 's',
          queries: [
            ['max(partner_sync_outbox_oldest_seconds)', 'not yet accepted'],
            ['max(partner_sync_outbox_refused_seconds)', 'refused since the last that was accepted'],
          ],
        },
      ],
    },
    {
      title: 'Reconciler',
      graphs: [
        {
          title: 'Connections',
          unit: 'cps',
          queries: [
            ['sum by (result) (rate(partner_sync_reconciler_connections_total[$__rate_interval]))', '{{result}}'],
          ],
        },
        {
          title: 'Since it last looked',
          unit: 's',
          queries: [['time() - max(partner_sync_reconciler_last_success_timestamp_seconds)', 'seconds']],
        },
        {
          title: 'Time it takes',
          unit: 's',
          queries: [
            [
              'histogram_quantile(0.95, sum by (le) (rate(partner_sync_reconciler_duration_seconds_bucket[$__rate_interval])))',
              '95 %',
            ],
          ],
        },
        {
          title: 'Runs started anew',
          unit: 'cps',
          queries: [['sum(rate(partner_sync_runs_restarted_total[$__rate_interval]))', 'runs']],
        },
      ],
    },
  ],
};
