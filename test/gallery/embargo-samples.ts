import { type OpenedLink } from '#libs/embargo';

/** What a newsroom opens: a ranking under embargo, or one whose instant has come. */
export function openedLink(change: Partial<OpenedLink['publication']> = {}): OpenedLink {
  const publicAt = new Date('2027-03-29T07:00:00Z');
  return {
    reader: { id: 'r', name: 'Amina Dubois', organisation: 'The Gazette', validUntil: new Date('2027-03-31T17:00:00Z') },
    publication: {
      id: 'p', campaignId: 1, campaign: 'keep-your-word', demonstration: true, record: false, kind: 'ranking', title: { en: 'Who kept their word: the ranking of 2027', fr: 'Qui a tenu parole : le classement de 2027' }, state: 'scheduled',
      publicAt, timeZone: 'Asia/Bangkok', withdrawn: null, corrects: null, correctedBy: null, source: null, createdAt: new Date('2027-03-01T08:00:00Z'), readAt: new Date(publicAt.getTime() - 97_500_000), ...change,
    },
  };
}
