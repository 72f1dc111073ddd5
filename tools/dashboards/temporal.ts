import type { DashboardSource } from './dashboard-source.js';

// The server's own parts are workers, too, and show some of the SDK's metrics.
const OURS = '{job="worker"}';

export const temporal: DashboardSource = {
  name: 'temporal',
  title: 'Partner Sync: Temporal',
  description: 'What the workers ask of Temporal, by its SDK, and how its server answers.',
  rows: [
    {
      title: 'Workers',
      graphs: [
        {
          title: 'Since a worker was last heard asking for work',
          unit: 's',
          queries: [['time() - partner_sync_worker_polls_last_timestamp_seconds', '{{instance}}']],
        },
        {
          title: 'Task slots left',
          unit: 'short',
          description: 'None left: more is due than the worker takes at once.',
          queries: [
            [
              `min by (task_queue, worker_type) (temporal_worker_task_slots_available${OURS})`,
              '{{task_queue}} {{worker_type}}',
            ],
          ],
        },
        {
          title: 'Pollers',
          unit: 'short',
          queries: [
            [`sum by (task_queue, poller_type) (temporal_num_pollers${OURS})`, '{{task_queue}} {{poller_type}}'],
          ],
        },
        {
          title: 'Runs kept in memory',
          unit: 'short',
          description: 'A run that is not kept is replayed by its next task.',
          queries: [['sum by (instance) (temporal_sticky_cache_size)', '{{instance}}']],
        },
      ],
    },
    {
      title: 'Tasks',
      graphs: [
        {
          title: 'From due to begun, 95 %',
          unit: 's',
          queries: [
            [
              'histogram_quantile(0.95, sum by (le, task_queue) (rate(temporal_activity_schedule_to_start_latency_seconds_bucket[$__rate_interval])))',
              'activities {{task_queue}}',
            ],
            [
              'histogram_quantile(0.95, sum by (le) (rate(temporal_workflow_task_schedule_to_start_latency_seconds_bucket[$__rate_interval])))',
              'workflow tasks',
            ],
          ],
        },
        {
          title: 'Time of an activity, 95 %',
          unit: 's',
          queries: [
            [
              'histogram_quantile(0.95, sum by (le, activity_type) (rate(temporal_activity_execution_latency_seconds_bucket[$__rate_interval])))',
              '{{activity_type}}',
            ],
          ],
        },
        {
          title: 'Time of a workflow task, 95 %',
          unit: 's',
          queries: [
            [
              'histogram_quantile(0.95, sum by (le, workflow_type) (rate(temporal_workflow_task_execution_latency_seconds_bucket[$__rate_interval])))',
              '{{workflow_type}}',
            ],
          ],
        },
        {
          title: 'Runs that failed',
          unit: 'short',
          description: 'In the quarter of an hour before. A refresh fails with its request; others by a fault of ours.',
          queries: [['sum by (workflow_type) (increase(temporal_workflow_failed_total[15m]))', '{{workflow_type}}']],
        },
        {
          title: 'Tasks begun',
          unit: 'ops',
          queries: [
            [
              'sum by (activity_type) (rate(temporal_activity_task_received_total[$__rate_interval]))',
              'activity {{activity_type}}',
            ],
            ['sum(rate(temporal_workflow_task_queue_poll_succeed_total[$__rate_interval]))', 'workflow tasks'],
          ],
        },
      ],
    },
    {
      title: 'Server',
      graphs: [
        {
          title: 'Requests by part',
          unit: 'reqps',
          queries: [['sum by (service_name) (rate(service_requests[$__rate_interval]))', '{{service_name}}']],
        },
        {
          title: 'Errors of the frontend',
          unit: 'cps',
          description: 'Some are answers: a workflow that is not there, one that runs already.',
          queries: [
            [
              'sum by (error_type) (rate(service_error_with_type{service_name="frontend"}[$__rate_interval]))',
              '{{error_type}}',
            ],
          ],
        },
        {
          title: 'Time of a request, 99 %',
          unit: 's',
          description: 'Without what the server waits for on purpose, as for work to hand out.',
          queries: [
            [
              'histogram_quantile(0.99, sum by (le, service_name) (rate(service_latency_nouserlatency_bucket[$__rate_interval])))',
              '{{service_name}}',
            ],
          ],
        },
        {
          title: 'Time of its database, 99 %',
          unit: 's',
          queries: [
            [
              'histogram_quantile(0.99, sum by (le, service_name) (rate(persistence_latency_bucket[$__rate_interval])))',
              '{{service_name}}',
            ],
          ],
        },
        {
          title: 'Errors of its database',
          unit: 'cps',
          queries: [['sum by (error_type) (rate(persistence_error_with_type[$__rate_interval]))', '{{error_type}}']],
        },
        {
          title: 'Tasks that nobody asks for',
          unit: 'cps',
          queries: [['sum by (taskqueue) (rate(no_poller_tasks[$__rate_interval]))', '{{taskqueue}}']],
        },
      ],
    },
  ],
};
