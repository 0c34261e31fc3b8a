import { describe, expect, it } from '@jest/globals';
import { environmentOf, plannedProcesses } from './process-plan.js';

describe('the processes of an installation', () => {
  it('are a worker and a server where nothing else is said', () => {
    expect(plannedProcesses({ servers: 1, workers: 1 }).map(({ name }) => name)).toEqual(['worker', 'server']);
  });

  it('bear numbers from the second on', () => {
    expect(plannedProcesses({ servers: 2, workers: 3 }).map(({ name }) => name)).toEqual(['worker', 'worker-2', 'worker-3', 'server', 'server-2']);
  });

  it('have one keeper of caught mails, and a port each for their figures', () => {
    expect(environmentOf('server', 2, { METRICS_PORT: '9400' })).toEqual({ SERVICE_NAME: 'server', METRICS_PORT: '9402' });
    expect(environmentOf('server-2', 3, {})).toEqual({ SERVICE_NAME: 'server-2', MAIL_CATCHER: 'elsewhere' });
  });
});
