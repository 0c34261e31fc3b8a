import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsBoolean, IsIn, IsInt, IsISO8601, IsOptional, IsUUID, Max, Min, ValidateNested } from 'class-validator';
import { ASSESSMENT_STATES, type AssessmentState, type CardSource, RATINGS, type Rating } from '#libs/progress';
import { Key, LanguageTag, Text } from '../../edge/fields.js';
import { PageDto } from '../petitions/petitions.dto.js';
import { WordsByLanguage } from '../petitions/words.js';

const Day = (): PropertyDecorator => Text({ max: 10, min: 10 });
/** Of a country, region or the world, such as `SE`. */
const Jurisdiction = (): PropertyDecorator => Text({ max: 60 });

export class OnQueryDto extends PageDto {
  /** `YYYY-MM-DD`: as it was public at the end of that day (UTC). */
  @IsOptional() @IsISO8601({ strict: true }) @Day()
  on?: string;
}

export class CardQueryDto {
  /** Key of a round; left out: the newest in which anything was rated. */
  @IsOptional() @Key(60)
  round?: string;

  /** `YYYY-MM-DD`: as it was public at the end of that day (UTC). */
  @IsOptional() @IsISO8601({ strict: true }) @Day()
  on?: string;
}

export class CompareQueryDto {
  /** Keys of two rounds. */
  @Key(60)
  from!: string;

  @Key(60)
  to!: string;

  @IsOptional() @IsISO8601({ strict: true }) @Day()
  on?: string;
}

export class OverviewQueryDto {
  /** Key of an earlier round: what changed since, among countries that are in both. */
  @IsOptional() @Key(60)
  against?: string;

  @IsOptional() @IsISO8601({ strict: true }) @Day()
  on?: string;
}

export class VersionsQueryDto {
  @Key(60)
  round!: string;
}

export class NewRoundDto {
  /** Its name in addresses: lower-case letters, digits, hyphens. */
  @Key(60)
  key!: string;

  @WordsByLanguage(200)
  title!: Record<string, string>;

  /** EDTF, such as `2025` or `2025-01/2025-06`. */
  @Text({ max: 60 })
  period!: string;

  /** Who is looked at: the base of every share. */
  @IsArray() @ArrayMinSize(1) @ArrayMaxSize(300) @Text({ max: 60, each: true })
  jurisdictions!: string[];

  @IsOptional() @WordsByLanguage(2000)
  note?: Record<string, string> | null;
}

export class CardSourceDto implements CardSource {
  @Text({ max: 600 })
  title!: string;

  @IsOptional() @Text({ max: 600 })
  url?: string;
}

export class NewAssessmentDto {
  @Jurisdiction()
  jurisdiction!: string;

  @Key(80)
  indicator!: string;

  /** Null: not known. `not-assessed` is a judgement and wants a reason. */
  @IsOptional() @IsIn(RATINGS)
  rating!: Rating | null;

  /** Whether NGOs do the work. */
  @IsBoolean()
  star!: boolean;

  /** By language; needed for every rating. */
  @IsOptional() @WordsByLanguage(5000)
  reasons?: Record<string, string>;

  @IsOptional() @IsArray() @ArrayMaxSize(20) @ValidateNested({ each: true }) @Type(() => CardSourceDto)
  sources?: CardSourceDto[];

  /** Left out: today. */
  @IsOptional() @IsISO8601({ strict: true }) @Day()
  assessedOn?: string;

  /** The version that the writer looked at, 0 for none: if there is a newer one, the answer is 409. */
  @IsOptional() @IsInt() @Min(0) @Max(100_000)
  basedOn?: number;
}

export class AssessmentQueryDto extends PageDto {
  @IsOptional() @Jurisdiction()
  jurisdiction?: string;

  @IsOptional() @Key(80)
  indicator?: string;

  @IsOptional() @IsIn(ASSESSMENT_STATES)
  state?: AssessmentState;

  /** `false`: every version, not only what stands now. */
  @IsOptional() @IsIn(['true', 'false'])
  current?: 'true' | 'false';
}

export class SendAssessmentBackDto {
  /** What is to be mended. */
  @Text({ max: 5000, lines: true })
  remark!: string;
}

export class PublishRoundDto {
  /** Id of a publication of kind `cards` that is not public yet. */
  @IsUUID()
  publication!: string;
}

export class NewReplyDto {
  @Jurisdiction()
  jurisdiction!: string;

  /** Left out or null: to the whole card. */
  @IsOptional() @Key(80)
  indicator?: string | null;

  /** Who replied: a name, or the office as it signs. */
  @Text({ max: 600 })
  byWhom!: string;

  @IsOptional() @IsUUID()
  officeId?: string | null;

  @IsISO8601({ strict: true }) @Day()
  receivedOn!: string;

  /** In which it came. */
  @LanguageTag()
  language!: string;

  /** In that language, and translations. */
  @WordsByLanguage(20_000)
  texts!: Record<string, string>;

  @IsOptional() @IsUUID()
  documentId?: string | null;

  /** Of a reply to what is under embargo: it goes public with it. */
  @IsOptional() @IsUUID()
  publicationId?: string | null;

  /** Id of the reply that this one corrects. */
  @IsOptional() @IsUUID()
  replaces?: string | null;
}
