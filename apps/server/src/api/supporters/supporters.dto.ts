import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsBoolean, IsDateString, IsInt, IsOptional, IsUUID, Max, Min, ValidateNested } from 'class-validator';
import { LONGEST_BODY, LONGEST_SUBJECT } from '#libs/notifications';
import { Key, LanguageTag, Text } from '../../edge/fields.js';

export class NewUpdateDto {
  /** The handover whose outcome is told. */
  @IsUUID()
  handover!: string;

  /** Whose news: `campaign`, or the key of a partner on whose behalf the campaign mails. */
  @IsOptional() @Key()
  box?: string;
}

export class UpdateTextDto {
  @LanguageTag()
  language!: string;

  @Text({ max: LONGEST_SUBJECT })
  subject!: string;

  @Text({ max: LONGEST_BODY, lines: true })
  body!: string;
}

export class WriteUpdateDto {
  @IsArray() @ArrayMinSize(1) @ArrayMaxSize(60) @ValidateNested({ each: true }) @Type(() => UpdateTextDto)
  texts!: UpdateTextDto[];

  /** Takes recipient, date and answer as the handover has them now. */
  @IsOptional() @IsBoolean()
  freshFacts?: boolean;
}

export class ApproveUpdateDto {
  /** When to send it (RFC 3339); left out: at once. */
  @IsOptional() @IsDateString()
  sendAt?: string;
}

export class LanguageDto {
  @LanguageTag()
  language!: string;
}

export class UpdatePageQueryDto {
  @IsOptional() @Type(() => Number) @IsInt() @Min(1) @Max(10_000)
  page?: number;
}

export class UpdateCapsDto {
  /** Days between two updates of a petition, at least. */
  @IsInt() @Min(1) @Max(365)
  leastDays!: number;

  /** Updates of a petition in any twelve months, at most. */
  @IsInt() @Min(1) @Max(52)
  mostAYear!: number;
}
