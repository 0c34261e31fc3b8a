import { Type } from 'class-transformer';
import { IsBoolean, IsDateString, IsIn, IsInt, IsOptional, Max, Min, ValidateNested } from 'class-validator';
import { PUBLICATION_KINDS, PUBLICATION_KINDS_TO_FILL, type PublicationKind } from '#libs/embargo';
import { type Words } from '#libs/petitions';
import { Text } from '../../edge/fields.js';
import { WordsByLanguage } from '../petitions/words.js';

export class PublicationPageDto {
  @IsOptional() @Type(() => Number) @IsInt() @Min(1) @Max(100_000)
  page?: number;

  @IsOptional() @Type(() => Number) @IsInt() @Min(1) @Max(100)
  pageSize?: number;
}

export class PublicationQueryDto extends PublicationPageDto {
  @IsOptional() @IsIn(PUBLICATION_KINDS)
  kind?: PublicationKind;
}

export class NamedInstantDto {
  /** `2026-12-06T18:00`, as clocks there show it. */
  @Text({ max: 16 })
  local!: string;

  /** IANA, such as `Asia/Bangkok`. */
  @Text({ max: 64 })
  timeZone!: string;

  /** Which one, where clocks show that time twice. */
  @IsOptional() @IsIn(['first', 'second'])
  coming?: 'first' | 'second';
}

class InstantDto {
  /** Left out: nobody has said when. */
  @IsOptional() @ValidateNested() @Type(() => NamedInstantDto)
  at?: NamedInstantDto | null;

  /** Also an instant that has passed: it is public at once. */
  @IsOptional() @IsBoolean()
  evenIfPast?: boolean;
}

export class CorrectionDto extends InstantDto {
  /** By language. */
  @WordsByLanguage(300)
  title!: Words;
}

export class NewPublicationDto extends CorrectionDto {
  /** Figures (`statistics`) come with a campaign's file alone. */
  @IsIn(PUBLICATION_KINDS_TO_FILL)
  kind!: (typeof PUBLICATION_KINDS_TO_FILL)[number];
}

export class PatchPublicationDto extends InstantDto {
  /** By language. Not once it is public. */
  @IsOptional() @WordsByLanguage(300)
  title?: Words;
}

export class WithdrawalDto {
  /** The notice that stands in its place, by language. */
  @WordsByLanguage(5_000)
  why!: Words;
}

export class AccreditedReaderDto {
  @Text({ max: 200 })
  name!: string;

  @Text({ max: 200 })
  organisation!: string;

  @IsDateString({ strict: true })
  validUntil!: string;
}
