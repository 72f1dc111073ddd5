import { Gauge, type Registry } from 'prom-client';
import { daysLeft, readCertificates } from '../process/certificates.js';
import { PREFIX } from './registry.js';

/** How long the certificates last that our own parts show each other; read anew at each scrape. */
export function certificateMetrics(registry: Registry, files: readonly string[]): void {
  new Gauge({
    name: `${PREFIX}certificate_days_left`,
    help: 'Whole days until a certificate of our own ends; absent for a file that cannot be read.',
    labelNames: ['certificate'] as const,
    registers: [registry],
    collect() {
      this.reset();
      for (const { name, validTo } of readCertificates(files)) {
        if (validTo !== null) this.set({ certificate: name }, daysLeft(validTo, Date.now()));
      }
    },
  });
}
