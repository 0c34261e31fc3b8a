import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Actor } from '#libs/access';
import { TextDesk, type SavedText } from '#libs/calls-to-action';
import { compareTexts, petitionInvalid, Reviews, TextVersions, type DoorPetition, type FieldDiff, type FieldState, type KeptText, type Review } from '#libs/petitions';
import { AllowRoles, CurrentActor, Limit } from '../../edge/decorators.js';
import { asPetitionActor, PetitionRights } from './petition-rights.js';
import { ApproveDto, ComparedDto, SendBackDto, TextEditDto } from './petition-texts.dto.js';

/** One language of a petition as it stands. */
export interface TextLanguage extends Omit<KeptText, 'createdBy'> {
  /** The petition's own language, from which the others are made. */
  source: boolean;
}

/** What a translation misses of its source. */
export interface TranslationStanding { language: string; source: boolean; version: number; edition: number; missing: number; outOfDate: number; fields: FieldState[] }

@ApiTags('Petition workshop')
@Controller('api/v1/petitions/:petition')
export class PetitionTextsController {
  constructor(private readonly rights: PetitionRights, private readonly desk: TextDesk, private readonly versions: TextVersions, private readonly reviews: Reviews) {}

  @AllowRoles('owner', 'organiser', 'translator', 'auditor', 'reader')
  @Get('texts')
  @ApiOperation({ summary: 'The texts that stand, by language, the petition\'s own first', description: 'At most forty languages. `edition` is the version that people see; `version` counts every wording there was.' })
  async texts(@Param('petition') slug: string, @CurrentActor() actor: Actor): Promise<{ items: TextLanguage[] }> {
    const petition = await this.rights.requireReader(slug, actor);
    const standing = await this.versions.standing(textsOf(petition), petition.defaultLanguage);
    return { items: standing.map(({ current: { createdBy: _, ...text }, source }) => ({ ...text, source })) };
  }

  @AllowRoles('owner', 'organiser', 'translator')
  @Limit('organising')
  @Post('texts')
  @ApiOperation({
    summary: 'A new version of the text in one language',
    description: 'Nothing is overwritten: who signed an earlier version signed that one. Once people sign, say which change it is: a `correction` of a typo, or one of `meaning` (the default), which waits for a second person where the campaign asks for one (`state: proposed`). Translators write other languages than the petition\'s own.',
  })
  async save(@Param('petition') slug: string, @Body() { version, ...body }: TextEditDto, @CurrentActor() actor: Actor): Promise<SavedText> {
    const { mayOrganise } = await this.rights.requireWriter(slug, actor);
    return this.desk.save(slug, { ...body, base: version ?? null }, asPetitionActor(actor), { mayOrganise });
  }

  @AllowRoles('owner', 'organiser', 'translator', 'auditor', 'reader')
  @Get('texts/:language/versions')
  @ApiOperation({ summary: 'Every version in one language, the newest first', description: 'Kept for ever. Who wrote it, when, and which kind of change it was.' })
  async list(@Param('petition') slug: string, @Param('language') language: string, @CurrentActor() actor: Actor): Promise<{ items: Omit<KeptText, 'createdBy'>[] }> {
    const petition = await this.rights.requireReader(slug, actor);
    const items = await this.versions.every(textsOf(petition), language);
    return { items: items.map(({ createdBy: _, ...text }) => text) };
  }

  @AllowRoles('owner', 'organiser', 'translator', 'auditor', 'reader')
  @Get('texts/:language/differences')
  @ApiOperation({ summary: 'What became of the text between two versions, word by word' })
  async differences(@Param('petition') slug: string, @Param('language') language: string, @Query() { from, to }: ComparedDto, @CurrentActor() actor: Actor): Promise<{ language: string; from: number; to: number; fields: FieldDiff[] }> {
    const petition = await this.rights.requireReader(slug, actor);
    const versions = await this.versions.every(textsOf(petition), language);
    const [before, after] = [from, to].map((wanted) => versions.find(({ version }) => version === wanted));
    if (!before || !after) throw petitionInvalid([...(before ? [] : [{ field: 'from', code: 'unknown' }]), ...(after ? [] : [{ field: 'to', code: 'unknown' }])]);
    return { language, from, to, fields: compareTexts(before, after, language) };
  }

  @AllowRoles('owner', 'organiser', 'translator', 'auditor', 'reader')
  @Get('translations')
  @ApiOperation({ summary: 'Which language misses what, and what is out of date since its source changed its meaning' })
  async translations(@Param('petition') slug: string, @CurrentActor() actor: Actor): Promise<{ items: TranslationStanding[] }> {
    const petition = await this.rights.requireReader(slug, actor);
    const standing = await this.versions.standing(textsOf(petition), petition.defaultLanguage);
    return { items: standing.map(({ language, source, current, missing, outOfDate, fields }) => ({ language, source, version: current.version, edition: current.edition, missing, outOfDate, fields })) };
  }

  @AllowRoles('owner', 'organiser', 'translator', 'auditor', 'reader')
  @Get('reviews')
  @ApiOperation({ summary: 'Who was asked to look and what they said, the newest first', description: 'At most a hundred. `seen` is to be named when approving, so that nothing is approved that changed meanwhile.' })
  async reviewed(@Param('petition') slug: string, @CurrentActor() actor: Actor): Promise<{ seen: string; approved: boolean; items: Omit<Review, 'askedBy'>[] }> {
    const petition = await this.rights.requireReader(slug, actor);
    const [{ seen, approved }, items] = await Promise.all([this.reviews.standing(petition.id), this.reviews.list(petition.id)]);
    return { seen, approved, items: items.map(({ askedBy: _, ...review }) => review) };
  }

  @AllowRoles('owner', 'organiser', 'translator')
  @Limit('organising')
  @Post('reviews')
  @ApiOperation({ summary: 'Ask for a second person\'s look at a draft' })
  async ask(@Param('petition') slug: string, @CurrentActor() actor: Actor): Promise<{ id: string }> {
    await this.rights.requireWriter(slug, actor);
    return { id: await this.reviews.ask(slug, asPetitionActor(actor)) };
  }

  @AllowRoles('owner', 'organiser')
  @Limit('organising')
  @HttpCode(200)
  @Post('reviews/:review/approve')
  @ApiOperation({ summary: 'Approve a draft, or a change that waits', description: 'By another person than whoever last wrote any of the words. A change is published at once. `seen` is needed for a draft.' })
  async approve(@Param('petition') slug: string, @Param('review') id: string, @Body() { seen }: ApproveDto, @CurrentActor() actor: Actor): Promise<{ state: 'approved'; published: SavedText | null }> {
    const petition = await this.rights.requireOrganiser(slug, actor);
    const change = (await this.reviews.list(petition.id)).find((review) => review.id === id)?.about === 'change';
    if (change) return { state: 'approved', published: await this.desk.approve(slug, id, asPetitionActor(actor)) };
    if (!seen) throw petitionInvalid([{ field: 'seen', code: 'required' }]);
    await this.reviews.approveOpening(slug, id, seen, asPetitionActor(actor));
    return { state: 'approved', published: null };
  }

  @AllowRoles('owner', 'organiser')
  @Limit('organising')
  @HttpCode(200)
  @Post('reviews/:review/send-back')
  @ApiOperation({ summary: 'Give it back with remarks by field' })
  async sendBack(@Param('petition') slug: string, @Param('review') id: string, @Body() { remarks }: SendBackDto, @CurrentActor() actor: Actor): Promise<{ state: 'sent-back' }> {
    await this.rights.requireOrganiser(slug, actor);
    await this.reviews.sendBack(slug, id, remarks, asPetitionActor(actor));
    return { state: 'sent-back' };
  }
}

/** Whose texts apply: of a petition that shares a region's, the region's. */
const textsOf = (petition: DoorPetition): number => petition.sharedFrom?.id ?? petition.id;
