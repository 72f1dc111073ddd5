import { isThisMachine } from '../process/this-machine.js';
import type { Complaint } from './complaint.js';

/** Where spans go. */
export function tracingComplaints(
  { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint = '' }: { readonly OTEL_EXPORTER_OTLP_ENDPOINT?: string | undefined },
  isProduction: boolean,
): Complaint[] {
  const name = 'OTEL_EXPORTER_OTLP_ENDPOINT';
  const target = URL.canParse(endpoint) ? new URL(endpoint) : null;
  if (target === null) return [];
  const complaints: Complaint[] = [];
  if (target.username + target.password !== '') {
    complaints.push({ name, message: 'must not hold a user or password; OTEL_EXPORTER_OTLP_HEADERS may' });
  }
  if (isProduction && target.protocol === 'http:' && !isThisMachine(target.hostname)) {
    complaints.push({ name, message: 'must be https in production, except on this machine' });
  }
  return complaints;
}
