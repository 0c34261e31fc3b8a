import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsIn, IsInt, IsOptional, Min, ValidateNested } from 'class-validator';
import type { Words } from '#libs/petitions';
import { INSTRUMENT_TYPES, type InstrumentType } from '#libs/progress';
import { Text } from '../../edge/fields.js';
import { WordsByLanguage } from '../petitions/words.js';

/** A hundred indicators with long words, in letters that forms write as six signs each. */
export const FRAMEWORK_BYTES = 4 * 1024 * 1024;

class EditionDto {
  /** The campaign's edition that was read before; another one in between is a conflict. */
  @IsInt() @Min(1)
  version!: number;
}

export class GoalDto {
  /** Lower-case letters, digits, hyphens, dots. It stays when the title changes. */
  @Text({ max: 60 })
  key!: string;

  @WordsByLanguage(600)
  title!: Words;

  /** Left out: it stays. */
  @IsOptional() @WordsByLanguage(5_000)
  description?: Words;
}

export class IndicatorDto {
  @Text({ max: 60 })
  key!: string;

  /** Key of its goal. */
  @Text({ max: 60 })
  goal!: string;

  @WordsByLanguage(600)
  title!: Words;

  /** What is asked. */
  @WordsByLanguage(5_000)
  description!: Words;
}

export class FrameworkDto extends EditionDto {
  /** In their order. One to which calls belong cannot be left out. */
  @IsArray() @ArrayMaxSize(20) @ValidateNested({ each: true }) @Type(() => GoalDto)
  goals!: GoalDto[];

  /** In their order within each goal. */
  @IsArray() @ArrayMaxSize(100) @ValidateNested({ each: true }) @Type(() => IndicatorDto)
  indicators!: IndicatorDto[];
}

export class InstrumentDto extends EditionDto {
  @WordsByLanguage(600)
  names!: Words;

  @IsIn(INSTRUMENT_TYPES)
  type!: InstrumentType;

  /** Id of the country or region whose law or plan it is; left out or null of treaties. */
  @IsOptional() @Text({ max: 60 })
  jurisdiction?: string | null;

  /** A link or words: where it can be read. */
  @IsOptional() @Text({ max: 5_000, lines: true, blank: true })
  source?: string | null;
}
