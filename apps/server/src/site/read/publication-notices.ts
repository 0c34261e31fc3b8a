import { Injectable } from '@nestjs/common';
import { type Publication, type PublicationKind, PublicationsReader } from '#libs/embargo';
import { type WholeCampaign } from '#libs/petitions';
import { type Locale } from '../../i18n/index.js';
import { type LocalText } from '../../ui/index.js';
import { type PublicationNotice } from '../publication-notices.js';
import { every } from './every.js';
import { textIn } from './words.js';

/** All that the public may know of a campaign's publications, the newest first. */
export const everyPublication = (reader: PublicationsReader, campaignId: number, kind?: PublicationKind): Promise<Publication[]> =>
  every((page, pageSize) => reader.list({ audience: 'public', campaignId, kind, page, pageSize }));

/** What readers have to be told of publications that are no longer, or not any more alone, what holds. */
@Injectable()
export class PublicationNoticesReader {
  constructor(private readonly publications: PublicationsReader) {}

  async of(campaign: WholeCampaign, kind: PublicationKind, locale: Locale): Promise<PublicationNotice[]> {
    return noticesOf(await everyPublication(this.publications, campaign.id, kind), (words) => textIn(words, locale, campaign.defaultLanguage) ?? { text: campaign.slug, lang: 'en' });
  }
}

/** A correction that was itself taken back holds in nothing's place. */
export function noticesOf(publications: readonly Publication[], say: (words: Publication['title']) => LocalText): PublicationNotice[] {
  return publications.flatMap(({ id, title, withdrawn, correctedBy }): PublicationNotice[] => {
    const by = publications.find((one) => one.id === correctedBy && !one.withdrawn);
    if (!withdrawn && !by) return [];
    return [{
      key: id, title: say(title), withdrawn: withdrawn && { on: dayOf(withdrawn.at), why: say(withdrawn.why) }, corrected: by?.publicAt ? { id: by.id, on: dayOf(by.publicAt), by: say(by.title) } : null,
    }];
  });
}

const dayOf = (at: Date): string => at.toISOString().slice(0, 10);
