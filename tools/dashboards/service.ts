import type { DashboardSource } from './dashboard-source.js';

export const service: DashboardSource = {
  name: 'service',
  title: 'Partner Sync: service',
  description: 'How owners and agents are served, and what the processes take.',
  rows: [
    {
      title: 'What is told',
      graphs: [
        {
          title: 'Alerts firing',
          unit: 'short',
          description: 'Each has a section of its name in docs/runbook.md.',
          queries: [['sum by (alertname) (ALERTS{alertstate="firing"})', '{{alertname}}']],
        },
        {
          title: 'Who is scraped',
          unit: 'short',
          queries: [['sum by (job) (up)', '{{job}}']],
        },
      ],
    },
    {
      title: 'Api',
      graphs: [
        {
          title: 'Requests by status',
          unit: 'reqps',
          queries: [['sum by (status) (rate(http_request_duration_seconds_count[$__rate_interval]))', '{{status}}']],
        },
        {
          title: 'Slowest routes',
          unit: 's',
          description: '95 % of the requests to a route took no longer.',
          queries: [
            [
              'topk(10, histogram_quantile(0.95, sum by (le, route) (rate(http_request_duration_seconds_bucket[$__rate_interval]))))',
              '{{route}}',
            ],
          ],
        },
        {
          title: 'Share answered with 5xx',
          unit: 'percentunit',
          queries: [
            [
              '(sum(rate(http_request_duration_seconds_count{status=~"5.."}[$__rate_interval])) or vector(0)) / sum(rate(http_request_duration_seconds_count[$__rate_interval]))',
              '5xx',
            ],
          ],
        },
        {
          title: 'Turned away at the door',
          unit: 'reqps',
          queries: [['sum by (instance) (rate(http_requests_turned_away_total[$__rate_interval]))', '{{instance}}']],
        },
      ],
    },
    {
      title: 'Processes',
      graphs: [
        {
          title: 'Event loop lag',
          unit: 's',
          description: 'A hundredth of the turns waited longer.',
          queries: [['nodejs_eventloop_lag_p99_seconds', '{{job}} {{instance}}']],
        },
        {
          title: 'Memory',
          unit: 'bytes',
          queries: [['process_resident_memory_bytes{job=~"api|worker"}', '{{job}} {{instance}}']],
        },
        {
          title: 'Processor',
          unit: 'percentunit',
          queries: [['rate(process_cpu_seconds_total{job=~"api|worker"}[$__rate_interval])', '{{job}} {{instance}}']],
        },
        {
          title: 'Log lines lost',
          unit: 'cps',
          queries: [['rate(log_lines_dropped_total[$__rate_interval])', '{{job}} {{instance}}']],
        },
      ],
    },
    {
      title: 'Upkeep',
      graphs: [
        {
          title: 'Days left',
          unit: 'd',
          queries: [
            ['min(partner_sync_api_version_days_left)', 'version of the Partner API'],
            ['min by (certificate) (partner_sync_certificate_days_left)', 'certificate {{certificate}}'],
          ],
        },
        {
          title: 'Since the last success',
          unit: 's',
          queries: [
            ['time() - max(partner_sync_backup_last_success_timestamp_seconds)', 'backup'],
            ['time() - max(partner_sync_doctor_last_success_timestamp_seconds)', 'doctor'],
          ],
        },
        {
          title: 'Findings of the doctor',
          unit: 'short',
          queries: [['max by (severity) (partner_sync_doctor_findings)', '{{severity}}']],
        },
        {
          title: 'Tokens by key of the ring',
          unit: 'short',
          description: 'A key is needed until it has none.',
          queries: [['max by (key) (partner_sync_token_key_connections)', '{{key}}']],
        },
      ],
    },
    {
      title: 'Machine',
      graphs: [
        {
          title: 'Room on disks',
          unit: 'percentunit',
          queries: [
            [
              'min by (instance, device) (node_filesystem_avail_bytes{fstype!~"tmpfs|ramfs|overlay|squashfs"} / (node_filesystem_size_bytes{fstype!~"tmpfs|ramfs|overlay|squashfs"} > 0))',
              '{{device}}',
            ],
          ],
        },
        {
          title: 'Memory available',
          unit: 'bytes',
          queries: [['node_memory_MemAvailable_bytes', '{{instance}}']],
        },
        {
          title: 'Processors busy',
          unit: 'percentunit',
          queries: [
            ['1 - avg by (instance) (rate(node_cpu_seconds_total{mode="idle"}[$__rate_interval]))', '{{instance}}'],
          ],
        },
        {
          title: 'Load',
          unit: 'short',
          queries: [['node_load5', '{{instance}}']],
        },
      ],
    },
  ],
};
