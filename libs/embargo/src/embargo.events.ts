/** It is public from now on. Once for each publication. */
export const PUBLICATION_PUBLIC = 'publication.public';
/** What was public is not any more. */
export const PUBLICATION_WITHDRAWN = 'publication.withdrawn';
/** What corrects it is public from now on. */
export const PUBLICATION_CORRECTED = 'publication.corrected';

export interface PublicationEvent {
  publicationId: string;
}

export interface PublicationCorrected extends PublicationEvent {
  /** The id of the one that corrects it. */
  correction: string;
}

/**
 * The channel of NOTIFY on which the id is called at the commit by which something became public, was withdrawn or corrected: streams
 * look what they may tell. Page caches listen to `public_change`, which is called with it.
 */
export const PUBLICATIONS_CHANNEL = 'publications';
