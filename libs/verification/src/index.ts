export { type LastRecount, NightlyRecount } from './nightly-recount.js';
export { RECOUNT_NIGHTLY } from './verification.jobs.js';
export { table, type Verified, verify } from './verify.js';
