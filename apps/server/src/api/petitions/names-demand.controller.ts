import { Body, Controller, Delete, HttpCode, Param, Put } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Equals, IsArray, IsBoolean, IsIn, ArrayMaxSize, ArrayMinSize } from 'class-validator';
import { type Actor } from '#libs/access';
import { NAMES_FIELDS, type NamesDemand, namesDemandOf, NamesDemands, type NamesField, type Words } from '#libs/petitions';
import { AllowRoles, CurrentActor, Limit } from '../../edge/decorators.js';
import { Text } from '../../edge/fields.js';
import { asPetitionActor, PetitionRights } from './petition-rights.js';
import { WordsByLanguage } from './words.js';

export class NamesDemandDto {
  /** The law that demands names, in each language of the petition's texts. */
  @WordsByLanguage(300)
  law!: Words;

  /** The office that gets them, in each language of the petition's texts. */
  @WordsByLanguage(300)
  office!: Words;

  /** `name`, and what else the law demands. */
  @IsArray() @ArrayMinSize(1) @ArrayMaxSize(4) @IsIn(NAMES_FIELDS, { each: true })
  fields!: NamesField[];

  /** The office's X25519 key, as `countersign names-key` prints it: base64url. */
  @Text({ max: 64 })
  publicKey!: string;

  /** SHA-256 of the key in hex, as the office told it by another way than the key. */
  @Text({ max: 200 })
  fingerprint!: string;

  /** That it was told by another way. */
  @IsBoolean() @Equals(true)
  checked!: true;
}

@ApiTags('Petition workshop')
@AllowRoles('owner', 'organiser')
@Controller('api/v1/petitions/:petition/names')
export class NamesDemandController {
  constructor(private readonly rights: PetitionRights, private readonly demands: NamesDemands) {}

  @Limit('organising')
  @Put()
  @ApiOperation({
    summary: 'Settle, for a draft, that a law demands names: which, for which office, sealed to which key',
    description: 'It is part of what a second person approves, is shown above the Sign button and cannot be changed once the petition is open. No tablet and no paper collects for such a petition.',
  })
  async set(@Param('petition') slug: string, @Body() body: NamesDemandDto, @CurrentActor() actor: Actor): Promise<NamesDemand> {
    await this.rights.requireOrganiser(slug, actor);
    await this.demands.set(slug, body, asPetitionActor(actor));
    return namesDemandOf(slug, body);
  }

  @Limit('organising')
  @HttpCode(204)
  @Delete()
  @ApiOperation({ summary: 'Settle, for a draft, that no name leaves' })
  async clear(@Param('petition') slug: string, @CurrentActor() actor: Actor): Promise<void> {
    await this.rights.requireOrganiser(slug, actor);
    await this.demands.clear(slug, asPetitionActor(actor));
  }
}
