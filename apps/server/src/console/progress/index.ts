import { AssessmentDesk } from './assessment-desk.js';
import { ProgressDeskController } from './progress.controller.js';

export const PROGRESS_PAGES = [ProgressDeskController];
export const PROGRESS_READERS = [AssessmentDesk];
