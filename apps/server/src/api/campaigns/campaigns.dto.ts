import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsBoolean, IsIn, IsInt, IsOptional, Max, Min, ValidateNested } from 'class-validator';
import type { Words } from '#libs/petitions';
import { EmailAddress, Key, LanguageTag, Text } from '../../edge/fields.js';
import { WordsByLanguage } from '../petitions/words.js';

export class ControllerDto {
  /** Who is responsible for the data (GDPR Art. 4(7)). */
  @Text({ max: 200 })
  name!: string;

  @IsOptional() @WordsByLanguage(500)
  address?: Words;

  @EmailAddress()
  email!: string;
}

export class RetentionDto {
  /** How long signatures are kept after the last handover. */
  @IsInt() @Min(1) @Max(240)
  months!: number;

  @WordsByLanguage(2_000)
  text!: Words;
}

export class PartnerDto {
  @Key(60)
  key!: string;

  @Text({ max: 200 })
  name!: string;

  @IsOptional() @Text({ max: 300 })
  role?: string | null;

  /** Signers may ask for this partner's news. */
  @IsOptional() @IsBoolean()
  sendsUpdates?: boolean;

  /** What stands beside the box that a signer may tick, by language. Each change is kept with its day. */
  @IsOptional() @WordsByLanguage(500)
  wording?: Words;
}

class CampaignFieldsDto {
  @IsOptional() @IsArray() @ArrayMaxSize(40) @Text({ max: 35, each: true })
  languages?: string[];

  @IsOptional() @WordsByLanguage(5_000)
  summary?: Words;

  @IsOptional() @ValidateNested() @Type(() => ControllerDto)
  controller?: ControllerDto | null;

  @IsOptional() @ValidateNested() @Type(() => RetentionDto)
  retention?: RetentionDto | null;

  @IsOptional() @IsArray() @ArrayMaxSize(50) @ValidateNested({ each: true }) @Type(() => PartnerDto)
  partners?: PartnerDto[];

  @IsOptional() @IsBoolean()
  noindex?: boolean;

  /** Whether a second person approves before a petition opens or changes its meaning. New campaigns: `required`. */
  @IsOptional() @IsIn(['required', 'off'])
  reviewBeforeOpening?: 'required' | 'off';
}

export class NewCampaignDto extends CampaignFieldsDto {
  @Key(60)
  slug!: string;

  @WordsByLanguage(200)
  title!: Words;

  @LanguageTag()
  defaultLanguage!: string;
}

export class PatchCampaignDto extends CampaignFieldsDto {
  /** The edition that was read before; another one in between is a conflict. */
  @IsInt() @Min(1)
  version!: number;

  @IsOptional() @WordsByLanguage(200)
  title?: Words;

  @IsOptional() @LanguageTag()
  defaultLanguage?: string;
}
