import { type Publication } from '#libs/embargo';

/** Where what is published can be read, without the language. */
export function placeOf({ kind, campaign }: Pick<Publication, 'kind' | 'campaign'>): string {
  switch (kind) {
    case 'cards': return `/campaigns/${campaign}/progress`;
    case 'ranking': return `/campaigns/${campaign}/rankings`;
    case 'statistics': return `/campaigns/${campaign}/statistics`;
    case 'report': return `/campaigns/${campaign}/reports`;
  }
}
