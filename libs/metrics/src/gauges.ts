import { Gauge } from 'prom-client';
import { registry } from './metrics.js';

/** Sets the levels it was made for; called at every scrape. */
export type Gauges = () => Promise<void>;

/** A level that is looked up when somebody asks, rather than kept. */
export function gauge<Label extends string = never>(name: string, help: string, labelNames: readonly Label[] = []): Gauge<Label> {
  return new Gauge<Label>({ name: `countersign_${name}`, help, labelNames: [...labelNames], registers: [registry] });
}
