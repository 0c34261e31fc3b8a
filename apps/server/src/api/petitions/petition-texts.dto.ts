import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsIn, IsInt, IsOptional, Max, Min, ValidateNested } from 'class-validator';
import { NOTICE_AUDIENCES, NOTICE_WAYS, TEXT_CHANGES, type NoticeAudience, type NoticeWay, type TextChange } from '#libs/petitions';
import { Text } from '../../edge/fields.js';
import { TextDto } from './petitions.dto.js';
import { WordsByKey } from './words.js';

export class TextEditDto extends TextDto {
  /** What kind of change it is, once people sign. */
  @IsOptional() @IsIn(TEXT_CHANGES)
  change?: TextChange;

  /** Calls by their key; those left out stay as they are. */
  @IsOptional() @WordsByKey(2_000)
  calls?: Record<string, string>;

  /** Fields of a translation whose words stay right although their source changed: `title`, `demand`, `notice`, `call:<key>`. */
  @IsOptional() @IsArray() @ArrayMaxSize(20) @Text({ max: 80, each: true })
  confirmed?: string[];

  /** The version that was read before; another one in between is a conflict. 0: there was none. */
  @IsOptional() @IsInt() @Min(0)
  version?: number;
}

export class ComparedDto {
  @Type(() => Number) @IsInt() @Min(1) @Max(100_000)
  from!: number;

  @Type(() => Number) @IsInt() @Min(1) @Max(100_000)
  to!: number;
}

export class ApproveDto {
  /** As `reviews` said it when the texts were looked at. */
  @IsOptional() @Text({ max: 64 })
  seen?: string;
}

export class RemarkDto {
  /** `title`, `demand`, `notice`, `call:<key>`, with the language before it where one is meant: `fr.title`. */
  @Text({ max: 80 })
  field!: string;

  @Text({ max: 2_000, lines: true })
  text!: string;
}

export class SendBackDto {
  @IsArray() @ArrayMinSize(1) @ArrayMaxSize(50) @ValidateNested({ each: true }) @Type(() => RemarkDto)
  remarks!: RemarkDto[];
}

export class NoticeRuleDto {
  /** `country`: who answers for the petition's own country, else the campaign's. `campaign`: the campaign's always. */
  @IsArray() @ArrayMaxSize(2) @IsIn(NOTICE_AUDIENCES, { each: true })
  tell!: NoticeAudience[];

  @IsArray() @ArrayMaxSize(3) @IsIn(NOTICE_WAYS, { each: true })
  by!: NoticeWay[];

  /** Single users by id. */
  @IsArray() @ArrayMaxSize(50) @Text({ max: 36, each: true })
  people!: string[];
}

export class QuietHoursDto {
  /** `HH:MM` of the person's own clock; null: none. */
  @IsOptional() @Text({ max: 5 })
  from?: string | null;

  @IsOptional() @Text({ max: 5 })
  to?: string | null;
}

export class CallAimDto {
  @IsOptional() @Text({ max: 300 })
  target?: string | null;

  @IsOptional() @Text({ max: 60 })
  goal?: string | null;

  @IsOptional() @IsArray() @ArrayMaxSize(10) @Text({ max: 60, each: true })
  alsoGoals?: string[];

  @IsOptional() @IsArray() @ArrayMaxSize(20) @Text({ max: 60, each: true })
  instruments?: string[];
}

export class MoveCallDto {
  @IsIn(['up', 'down'])
  way!: 'up' | 'down';
}

