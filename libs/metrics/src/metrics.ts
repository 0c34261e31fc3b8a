import { collectDefaultMetrics, Counter, Histogram, Registry } from 'prom-client';

/**
 * What this process counts of its own work, in the text format of Prometheus. Labels are codes from the source and names of queues,
 * never anything that a person typed, nor an address, an id or a petition: a label is kept for ever, and by somebody else.
 */
export const registry = new Registry();

const registers = [registry];

/** Signatures acknowledged, by the door that keeps them. */
export const ACCEPTED = new Counter({ name: 'countersign_accepted_total', help: 'Signatures acknowledged, by the door that keeps them', labelNames: ['door'], registers });

/** How often signatures went over to another door; `none`: to nowhere. */
export const DOOR_CHANGES = new Counter({ name: 'countersign_door_changes_total', help: 'Changes of the door where batches are put down, by the new one', labelNames: ['to'], registers });

/** Requests refused, by the stable code of their problem. */
export const REFUSED = new Counter({ name: 'countersign_refused_total', help: 'Requests refused, by code', labelNames: ['code'], registers });

/** Records of batches: written by the ledger, known to it by their id, or set aside. */
export const WRITTEN = new Counter({ name: 'countersign_written_total', help: 'Records written by the ledger (new), such that were there already (repeated), and such that could not be read or written (set-aside)', labelNames: ['what'], registers });

/** Signatures in a batch as the server hands it over. */
export const BATCH_SIZE = new Histogram({ name: 'countersign_batch_size', help: 'Signatures in one batch', buckets: [1, 2, 5, 10, 20, 50, 100, 200, 500], registers });

/** Attempts of jobs that failed and will be made again. */
export const JOBS_FAILED = new Counter({ name: 'countersign_job_attempts_failed_total', help: 'Failed attempts of jobs, by job and code', labelNames: ['job', 'code'], registers });

/** Mails, by what the mail server said. */
export const MAILS = new Counter({ name: 'countersign_mails_total', help: 'Mails by notice and what became of them', labelNames: ['notice', 'result'], registers });

/** Memory, processor time, event loop and garbage collection: asked for once a process, where somebody listens. */
export function countProcess(): void {
  collectDefaultMetrics({ register: registry, prefix: 'countersign_' });
}
