import { DomainError } from '#libs/config';

export const DOCUMENT_ERRORS = {
  typeRefused: 'documents.type_refused',
  tooLarge: 'documents.too_large',
  empty: 'documents.empty',
  notFound: 'documents.not_found',
} as const;

export const documentRefused = (code: 'documents.type_refused' | 'documents.too_large' | 'documents.empty', field = 'file'): DomainError =>
  new DomainError(code, 'invalid', { fields: [{ field, code: code.slice('documents.'.length), facts: { megabytes: 8 } }] });

export const documentUnknown = (): DomainError => new DomainError(DOCUMENT_ERRORS.notFound, 'not-found');
