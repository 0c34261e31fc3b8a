export { EmbargoModule } from './embargo.module.js';
export { PublicationsReader, type PublicationFilter } from './publications.reader.js';
export { PublicationsService } from './publications.service.js';
export { AccreditedReaders, type OpenedLink } from './accredited-readers.service.js';
export { PublicationClock } from './going-public.js';
export { PublicationNews, type PublicationChange } from './publication-news.js';
export { writeImportedPublication, type ImportedPublication } from './publications.import.js';
export { readInstant, stateOf, wasPublic } from './embargo-rules.js';
export { type EmbargoErrorCode } from './embargo.errors.js';
export {
  PUBLICATION_CORRECTED, PUBLICATION_PUBLIC, PUBLICATION_WITHDRAWN, PUBLICATIONS_CHANNEL, type PublicationCorrected, type PublicationEvent,
} from './embargo.events.js';
export {
  PUBLICATION_KINDS, PUBLICATION_KINDS_TO_FILL, type AccreditedRead, type AccreditedReader, type NamedInstant, type NewAccreditedReader,
  type NewPublication, type Publication, type PublicationActor, type PublicationAudience, type PublicationKind, type PublicationState,
} from './embargo.types.js';
