/** What a span says of itself: names, numbers and ids of ours. Never a value from outside, which may be a token or a row. */
export type SpanFacts = Readonly<Record<string, string | number>>;

export interface NewSpan {
  readonly name: string;
  readonly kind: 'server' | 'client' | 'producer' | 'consumer';
  readonly facts?: SpanFacts;
  /** By `Tracing.headers` of another process; without them it belongs to whatever is under way here, or begins a trace. */
  readonly parent?: TraceHeaders | undefined;
}

/** What carries a trace to another process. Source: W3C Trace Context, `traceparent`. */
export type TraceHeaders = Readonly<Record<string, string>>;

/** As log lines carry it. */
export interface SpanIds {
  readonly trace_id?: string;
  readonly span_id?: string;
}

export interface OpenSpan {
  readonly ids: SpanIds;
  /** What is begun in `work` belongs to the span. */
  within<T>(work: () => T): T;
  rename(name: string): void;
  /** @param code of what went wrong; nothing else of an error is told */
  end(facts?: SpanFacts, code?: string): void;
}

/** Spans of what a process does, sent to an OpenTelemetry collector. Where none is configured there is no such object. */
export interface Tracing {
  begin(span: NewSpan): OpenSpan;
  /** Whether what is under way belongs to a span. */
  isWithinSpan(): boolean;
  /** Of what is under way. */
  readonly ids: () => SpanIds;
  headers(): TraceHeaders;
  /** Sends what is left, and no more. */
  close(): Promise<void>;
}
