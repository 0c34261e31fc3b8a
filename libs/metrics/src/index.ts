export { ACCEPTED, BATCH_SIZE, DOOR_CHANGES, JOBS_FAILED, MAILS, registry, REFUSED, WRITTEN } from './metrics.js';
export { gauge, type Gauges } from './gauges.js';
export { listenForScrapes, type ScrapeDoor } from './scrape-door.js';
