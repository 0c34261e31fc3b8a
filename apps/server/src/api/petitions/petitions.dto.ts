import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsBoolean, IsDateString, IsIn, IsInt, IsNumber, IsOptional, Max, Min, ValidateNested } from 'class-validator';
import { PETITION_STATUSES, type PetitionStatus, type Words } from '#libs/petitions';
import { Country, Key, LanguageTag, Text } from '../../edge/fields.js';
import { WordsByLanguage } from './words.js';

const MOST = 2_000_000_000;

export class PageDto {
  @IsOptional() @Type(() => Number) @IsInt() @Min(1) @Max(100_000)
  page?: number;

  @IsOptional() @Type(() => Number) @IsInt() @Min(1) @Max(100)
  pageSize?: number;
}

export class PetitionQueryDto extends PageDto {
  /** Slug. */
  @IsOptional() @Key(100)
  campaign?: string;

  @IsOptional() @Country()
  country?: string;

  @IsOptional() @IsIn(PETITION_STATUSES)
  status?: PetitionStatus;
}

export class TextDto {
  @LanguageTag()
  language!: string;

  @Text({ max: 200 })
  title!: string;

  /** Paragraphs parted by an empty line. */
  @Text({ max: 10_000, lines: true })
  demand!: string;

  /** What happens with the signer's data. */
  @IsOptional() @Text({ max: 10_000, lines: true })
  notice?: string | null;
}

export class CallDto {
  /** By language. */
  @WordsByLanguage(2_000)
  texts!: Words;

  /** The authority it is addressed to. */
  @IsOptional() @Text({ max: 300 })
  target?: string | null;

  /** Key of a goal of the campaign. */
  @IsOptional() @Text({ max: 60 })
  goal?: string | null;

  @IsOptional() @IsArray() @ArrayMaxSize(10) @Text({ max: 60, each: true })
  alsoGoals?: string[];

  @IsOptional() @IsArray() @ArrayMaxSize(20) @Text({ max: 60, each: true })
  instruments?: string[];

  @IsOptional() @Text({ max: 2_000, lines: true })
  note?: string | null;
}

export class HelpContactDto {
  @Key(60)
  id!: string;

  @WordsByLanguage(200)
  name!: Words;

  @IsOptional() @Text({ max: 40 })
  phone?: string;

  @IsOptional() @Text({ max: 300 })
  url?: string;

  @IsOptional() @WordsByLanguage(200)
  hours?: Words;

  @IsOptional() @WordsByLanguage(1_000)
  note?: Words;

  @IsBoolean()
  demonstration!: boolean;
}

class PolicyDto {
  @IsOptional() @IsIn(['required', 'none'])
  confirmation?: 'required' | 'none';

  @IsOptional() @IsIn(['anyone', 'residents'])
  eligibility?: 'anyone' | 'residents';

  @IsOptional() @IsInt() @Min(0) @Max(120)
  minimumAge?: number;

  @IsOptional() @IsInt() @Min(1) @Max(MOST)
  target?: number | null;

  @IsOptional() @Text({ max: 40 }) @IsDateString()
  opensAt?: string | null;

  @IsOptional() @Text({ max: 40 }) @IsDateString()
  closesAt?: string | null;

  /** IANA. */
  @IsOptional() @Text({ max: 64 })
  timeZone?: string;

  @IsOptional() @Text({ max: 300 })
  addressee?: string | null;

  @IsOptional() @IsArray() @ArrayMaxSize(20) @ValidateNested({ each: true }) @Type(() => HelpContactDto)
  helpContacts?: HelpContactDto[];
}

export class NewPetitionDto extends PolicyDto {
  /** Slug. */
  @Key(100)
  campaign!: string;

  /** ISO 3166-1 alpha-2, `region-…` or `global-…`. */
  @Text({ max: 40 })
  jurisdiction!: string;

  @IsOptional() @Text({ max: 100 })
  jurisdictionName?: string;

  @IsOptional() @WordsByLanguage(100)
  names?: Words;

  @IsOptional() @IsArray() @ArrayMaxSize(250) @Text({ max: 40, each: true })
  members?: string[];

  @IsOptional() @Text({ max: 40 })
  sharedFrom?: string | null;

  /** The petition's own language first. */
  @IsArray() @ArrayMaxSize(40) @ValidateNested({ each: true }) @Type(() => TextDto)
  texts!: TextDto[];

  /** 1 to 15, in their order; none where a region's petition is shared. */
  @IsArray() @ArrayMaxSize(15) @ValidateNested({ each: true }) @Type(() => CallDto)
  calls!: CallDto[];

  /** Has to be chosen: `high` shows the count once a day, in steps. */
  @IsIn(['standard', 'high'])
  privacy!: 'standard' | 'high';
}

export class PatchPetitionDto extends PolicyDto {
  /** The edition that was read before; another one in between is a conflict. */
  @IsInt() @Min(1)
  version!: number;

  @IsOptional() @IsIn(['standard', 'high'])
  privacy?: 'standard' | 'high';

  /** From which share of a milestone it is approaching. */
  @IsOptional() @IsNumber() @Min(0.5) @Max(0.999)
  approachingShare?: number;
}

export class CallsDto {
  @IsArray() @ArrayMinSize(1) @ArrayMaxSize(15) @ValidateNested({ each: true }) @Type(() => CallDto)
  calls!: CallDto[];
}

export class ClosePetitionDto {
  /** Shown to whoever comes too late. */
  @Text({ max: 300 })
  reason!: string;
}

export class AttestedCountDto {
  @IsInt() @Min(1) @Max(MOST)
  count!: number;

  @IsIn(['exact', 'more-than', 'nearly', 'approximately'])
  qualifier!: 'exact' | 'more-than' | 'nearly' | 'approximately';

  @IsIn(['online', 'store', 'paper', 'partner', 'unspecified'])
  channel!: 'online' | 'store' | 'paper' | 'partner' | 'unspecified';

  /** Which document says so, and where it is kept. */
  @Text({ max: 500 })
  document!: string;

  /** Name and office of the person who vouches for it. */
  @Text({ max: 200 })
  attestedBy!: string;

  @IsOptional() @Text({ max: 2_000, lines: true })
  note?: string | null;
}

export class MilestonesDto {
  @IsArray() @ArrayMinSize(1) @ArrayMaxSize(20) @IsInt({ each: true }) @Min(1, { each: true }) @Max(MOST, { each: true })
  thresholds!: number[];
}
