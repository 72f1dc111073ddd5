import type { NewSpan, Tracing } from './spans.js';

/** Null where no collector is configured: then nothing of OpenTelemetry is loaded, and nobody is in its way. */
export async function startTracing(service: string, endpoint: string | undefined): Promise<Tracing | null> {
  if (endpoint === undefined) return null;
  const { openTelemetry } = await import('./open-telemetry.js');
  return openTelemetry(service, endpoint);
}

/** Work in a span of its own; of an error the span says the code. */
export async function inSpan<T>(tracing: Tracing, span: NewSpan, work: () => Promise<T>): Promise<T> {
  const open = tracing.begin(span);
  try {
    const value = await open.within(work);
    open.end();
    return value;
  } catch (error) {
    open.end({}, errorCode(error));
    throw error;
  }
}

/** A function whose calls are spans; the function itself where nobody traces. */
export function traced<Args extends unknown[], T>(
  tracing: Tracing | null,
  span: NewSpan,
  call: (...args: Args) => Promise<T>,
): (...args: Args) => Promise<T> {
  return tracing === null ? call : (...args) => inSpan(tracing, span, () => call(...args));
}

/** Ours, Postgres' or the system's; a failure of Temporal's has ours as its type. */
export function errorCode(error: unknown): string {
  const { code, type } = (typeof error === 'object' && error !== null ? error : {}) as {
    code?: unknown;
    type?: unknown;
  };
  const found = [code, type].find((name) => typeof name === 'string' && /^\w{1,60}$/.test(name));
  return typeof found === 'string' ? found : 'internal';
}
