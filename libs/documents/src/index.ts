export { DocumentsModule } from './documents.module.js';
export { Documents } from './documents.service.js';
export { DOCUMENT_ERRORS, documentRefused, documentUnknown } from './documents.errors.js';
export { DOCUMENT_MAX_BYTES, DOCUMENT_TYPES, documentName, type DocumentType } from './document-rules.js';
export { examine, type ExaminedDocument } from './examine.js';
export { type DocumentFacts, type OpenDocument, type PutDocument } from './documents.types.js';
