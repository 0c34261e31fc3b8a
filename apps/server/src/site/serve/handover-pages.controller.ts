import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Handover, HandoversReader, SampleReader, type Seal, SealReader } from '#libs/handovers';
import { CampaignReader, PetitionDirectory, petitionSlug } from '#libs/petitions';
import { Assets } from '../../edge/assets.js';
import { AllowAnyone } from '../../edge/decorators.js';
import { type Locale } from '../../i18n/index.js';
import { textRead } from '../../signing/signing-desk.js';
import { SealedHandoverPage, type SealedHandoverView } from '../sealed-handover.js';
import { localeIn, localeOf, pageContext, sendPage } from './page-context.js';

/** The page that the code on a certificate leads to. */
@ApiExcludeController()
@AllowAnyone()
@Controller()
export class HandoverPagesController {
  constructor(
    private readonly handovers: HandoversReader, private readonly seals: SealReader, private readonly samples: SampleReader, private readonly campaigns: CampaignReader,
    private readonly petitions: PetitionDirectory, private readonly assets: Assets,
  ) {}

  @Get('handovers/:id')
  toOwnLanguage(@Param('id') id: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    void reply.header('vary', 'accept-language').redirect(`/${localeOf(request)}/handovers/${encodeURIComponent(id)}`, 302);
  }

  @Get(':locale/handovers/:id')
  async show(@Param('locale') segment: string, @Param('id') id: string, @Res() reply: FastifyReply): Promise<void> {
    const locale = localeIn(segment);
    const handover = await this.handovers.get(id, 'public');
    const seal = await this.seals.standing(id, 'public');
    sendPage(reply, SealedHandoverPage({ page: pageContext(this.assets, locale, `/handovers/${id}`), view: await this.view(handover, seal, locale) }));
  }

  private async view(handover: Handover, seal: Seal | null, locale: Locale): Promise<SealedHandoverView> {
    const slugs = seal?.statement?.petitions.map(({ petition }) => petition) ?? [petitionSlug(handover.campaign, handover.jurisdiction.id)];
    const petitions = await Promise.all(slugs.map((slug) => this.petitions.bySlug(slug)));
    const campaign = await this.campaigns.bySlug(handover.campaign);
    const lang = campaign && locale in campaign.title ? locale : (campaign?.defaultLanguage ?? 'en');
    return {
      handover, seal, corrections: seal && (await this.seals.corrections(seal.id)),
      samples: seal ? await this.samples.list(handover.id, 'public') : [],
      petitions: petitions.flatMap((petition) => {
        const text = petition && textRead(petition, locale);
        return petition && text ? [{ slug: petition.slug, title: text.title, lang: text.language }] : [];
      }),
      campaign: { title: campaign?.title[lang] ?? handover.campaign, lang, href: `/campaigns/${handover.campaign}` },
    };
  }
}
