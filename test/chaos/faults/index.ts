import { CLOCKS } from './clocks.js';
import { type Fault } from './fault.js';
import { JOBS } from './jobs.js';
import { KILLS } from './kills.js';
import { NETWORK } from './network.js';
import { RELEASES } from './releases.js';
import { STOPS } from './stops.js';
import { STORES } from './stores.js';

export { KILLS };
export const OTHERS: readonly Fault[] = [...STOPS, ...STORES, ...CLOCKS, ...JOBS, ...RELEASES, ...NETWORK];
export const ALL: readonly Fault[] = [...KILLS, ...OTHERS];
