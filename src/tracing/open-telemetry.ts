import { context, propagation, type Span, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { defaultResource, resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, NodeTracerProvider } from '@opentelemetry/sdk-trace-node';
import type { NewSpan, OpenSpan, SpanFacts, SpanIds, Tracing } from './spans.js';

// A collector that does not answer must not hold up a process that ends.
const EXPORT_TIMEOUT_MS = 2_000;

const KINDS = {
  server: SpanKind.SERVER,
  client: SpanKind.CLIENT,
  producer: SpanKind.PRODUCER,
  consumer: SpanKind.CONSUMER,
} as const;

/**
 * Spans by OpenTelemetry's SDK, sent as OTLP over HTTP. Which share of the traces is kept OTEL_TRACES_SAMPLER says, headers
 * for the collector OTEL_EXPORTER_OTLP_HEADERS: the packages read both.
 * Source: opentelemetry.io, "OTLP Exporter Configuration": the address of spans is the endpoint's and `v1/traces`.
 */
export function openTelemetry(service: string, endpoint: string): Tracing {
  const url = `${endpoint.replace(/\/$/, '')}/v1/traces`;
  const provider = new NodeTracerProvider({
    resource: defaultResource().merge(resourceFromAttributes({ 'service.name': service })),
    spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter({ url, timeoutMillis: EXPORT_TIMEOUT_MS }))],
  });
  // With it come the context that follows what is awaited, and the W3C headers.
  provider.register();
  const tracer = provider.getTracer('convot-partner-sync');

  return {
    begin: ({ name, kind, facts = {}, parent }: NewSpan): OpenSpan => {
      const around = parent === undefined ? context.active() : propagation.extract(context.active(), parent);
      const span = tracer.startSpan(name, { kind: KINDS[kind], attributes: facts }, around);
      const inside = trace.setSpan(around, span);
      return {
        ids: idsOf(span),
        within: (work) => context.with(inside, work),
        rename: (better) => void span.updateName(better),
        end: (more: SpanFacts = {}, code?: string) => {
          span.setAttributes(more);
          if (code !== undefined) span.setAttribute('error.type', code).setStatus({ code: SpanStatusCode.ERROR });
          span.end();
        },
      };
    },
    isWithinSpan: () => trace.getActiveSpan() !== undefined,
    ids: () => idsOf(trace.getActiveSpan()),
    headers: () => {
      const headers: Record<string, string> = {};
      propagation.inject(context.active(), headers);
      return headers;
    },
    close: () => provider.shutdown(),
  };
}

function idsOf(span: Span | undefined): SpanIds {
  if (span === undefined) return {};
  const { traceId, spanId } = span.spanContext();
  return { trace_id: traceId, span_id: spanId };
}
