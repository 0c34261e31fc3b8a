export { CallsToActionModule } from './calls-to-action.module.js';
export { CallsReader, type CallToAction } from './calls.reader.js';
export { CallsService, type CallInput, type NewPetitionWithCalls } from './calls.service.js';
export { writeImportedCalls, type ImportedCall, type WrittenCalls } from './calls.import.js';
export { TextDesk, type SavedText, type TextEdit } from './text-desk.service.js';
