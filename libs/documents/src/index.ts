export { DocumentsModule } from './documents.module.js';
export { Documents } from './documents.service.js';
export { documentRefused, documentUnknown } from './documents.errors.js';
export { DOCUMENT_MAX_BYTES, type DocumentType } from './document-rules.js';
export { examine, type ExaminedDocument } from './examine.js';
export { type DocumentFacts, type OpenDocument, type PutDocument } from './documents.types.js';
