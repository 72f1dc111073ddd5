/* eslint-disable @typescript-eslint/no-deprecated -- the newer shape of dashboards is read by the newest Grafana only */
import {
  LegendDisplayMode,
  LegendPlacement,
  TooltipDisplayMode,
  VizLegendOptionsBuilder,
  VizTooltipOptionsBuilder,
} from '@grafana/grafana-foundation-sdk/common';
import {
  type Dashboard,
  DashboardBuilder,
  DashboardCursorSync,
  DatasourceVariableBuilder,
  RowBuilder,
} from '@grafana/grafana-foundation-sdk/dashboard';
import { DataqueryBuilder } from '@grafana/grafana-foundation-sdk/prometheus';
import { PanelBuilder } from '@grafana/grafana-foundation-sdk/timeseries';
import type { DashboardSource, GraphSource } from './dashboard-source.js';

/** Chosen on the page, so that one file suits every Grafana. */
const DATASOURCE = { type: 'prometheus', uid: '${datasource}' };
const HEIGHT = 8;
/** Of 24 columns. */
const WIDTH = 12;

/** The file of a dashboard, as Grafana imports and provisions it. */
export function dashboardText(source: DashboardSource): string {
  return `${JSON.stringify(buildDashboard(source), null, 2)}\n`;
}

function buildDashboard({ name, title, description, rows }: DashboardSource): Dashboard {
  const builder = new DashboardBuilder(title)
    .uid(`partner-sync-${name}`)
    .description(description)
    .tags(['partner-sync'])
    .readonly()
    .time({ from: 'now-6h', to: 'now' })
    .timezone('utc')
    .refresh('1m')
    .tooltip(DashboardCursorSync.Crosshair)
    .withVariable(new DatasourceVariableBuilder('datasource').label('Prometheus').type('prometheus'));
  for (const row of rows) {
    builder.withRow(new RowBuilder(row.title));
    for (const graph of row.graphs) builder.withPanel(buildGraph(graph));
  }
  return builder.build();
}

function buildGraph({ title, unit, description, queries }: GraphSource): PanelBuilder {
  const panel = new PanelBuilder()
    .title(title)
    .unit(unit)
    .datasource(DATASOURCE)
    .height(HEIGHT)
    .span(WIDTH)
    .axisSoftMin(0)
    .legend(
      new VizLegendOptionsBuilder()
        .displayMode(LegendDisplayMode.List)
        .placement(LegendPlacement.Bottom)
        .showLegend(true),
    )
    .tooltip(new VizTooltipOptionsBuilder().mode(TooltipDisplayMode.Multi));
  if (description !== undefined) panel.description(description);
  for (const [place, [expression, legend]] of queries.entries()) {
    panel.withTarget(
      new DataqueryBuilder()
        .refId(String.fromCharCode('A'.charCodeAt(0) + place))
        .datasource(DATASOURCE)
        .expr(expression)
        .legendFormat(legend)
        .range(),
    );
  }
  return panel;
}
