export { writeImportedCalls, type ImportedCall, type WrittenCalls } from './calls.import.js';
