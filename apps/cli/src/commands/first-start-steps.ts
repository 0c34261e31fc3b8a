import { demonstrationHistory } from './demonstration-history.js';
import { demonstrationStores, firstLogins, importDemonstration, importDemonstrationProgress, importRecord, importRecordProgress } from './first-start-data.js';
import type { FirstStartStep } from './first-start.js';

/**
 * What a new installation gets at its first start, in this order:
 * the record, the demonstration, the progress cards of both, the demonstration's stores, the first logins (`before-processes`; the keys of campaigns are made by the worker);
 * the demonstration's synthetic signers (`after-processes`, since they go through the real pipeline).
 */
export const firstStartSteps: readonly FirstStartStep[] = [importRecord, importDemonstration, importRecordProgress, importDemonstrationProgress, demonstrationStores, firstLogins, demonstrationHistory];
