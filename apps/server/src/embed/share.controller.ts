import { createHash } from 'node:crypto';
import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type DoorPetition, PetitionDirectory, petitionUnknown, signable } from '#libs/petitions';
import { type ShareData, sharePicture } from '#libs/publications';
import { AllowAnyone } from '../edge/decorators.js';
import { type Locale, translator } from '../i18n/index.js';
import { sendPublic } from '../open-data/send-public.js';
import { PublicCounts } from '../reading/public-counts.js';
import { textRead } from '../signing/signing-desk.js';
import { placeOf } from '../site/read/campaign-view.js';
import { textIn } from '../site/read/words.js';
import { localeIn } from '../site/serve/page-context.js';
import { shareWords } from './share-words.js';

const MOST_KEPT = 200;
const MAX_AGE_S = 600;

/** The picture of a petition for those who send it on. Drawn once for what it says, and again when that changes. */
@ApiExcludeController()
@AllowAnyone()
@Controller()
export class ShareController {
  /** By what they say: the same words are the same picture, whoever asks. */
  private readonly drawn = new Map<string, Promise<Buffer>>();

  constructor(private readonly petitions: PetitionDirectory, private readonly counts: PublicCounts) {}

  @Get('share/:slug/:locale.png')
  async picture(@Param('slug') slug: string, @Param('locale') segment: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const locale = localeIn(segment);
    const petition = await this.petitions.bySlug(slug);
    if (!petition || petition.status === 'draft') throw petitionUnknown();
    const words = await this.words(petition, locale);
    const mark = createHash('sha256').update(JSON.stringify(words)).digest('base64url').slice(0, 22);
    sendPublic(request, reply, { type: 'image/png', body: await this.of(mark, words), maxAgeS: MAX_AGE_S, etag: `"${mark}"` });
  }

  private async words(petition: DoorPetition, locale: Locale): Promise<ShareData> {
    const t = translator(locale);
    const tally = petition.takesSignatures ? ((await this.counts.of(petition.id))?.tally ?? null) : null;
    const told = tally && (petition.campaign.kind === 'live' || tally.attested) ? { value: tally.total, lowerBound: tally.attested?.lowerBound ?? false } : null;
    const text = textRead(petition, locale);
    const { id, name } = placeOf(petition.jurisdiction, locale);
    return shareWords(t, {
      place: t.place(id, name), title: text ? { text: text.title, lang: text.language } : (textIn(petition.campaign.title, locale, petition.campaign.defaultLanguage) ?? { text: petition.slug, lang: 'en' }),
      total: told, closed: signable(petition, new Date()).state === 'closed', demonstration: petition.campaign.demonstration,
    });
  }

  private of(mark: string, words: ShareData): Promise<Buffer> {
    const known = this.drawn.get(mark);
    const picture = known ?? sharePicture(words);
    if (!known) picture.catch(() => this.drawn.delete(mark));
    // Taken out and put back, so that the Map's order is that of last asking.
    this.drawn.delete(mark);
    this.drawn.set(mark, picture);
    if (this.drawn.size > MOST_KEPT) this.drawn.delete(this.drawn.keys().next().value as string);
    return picture;
  }
}
