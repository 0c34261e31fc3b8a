import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, Max, Min } from 'class-validator';
import { LOCALES, type Locale } from '../i18n/index.js';
import { DATA_PAGE_SIZE } from './open-data.js';

export class DataQueryDto {
  /** Of JSON; a CSV file is always whole. */
  @IsOptional() @Type(() => Number) @IsInt() @Min(1) @Max(100_000)
  page?: number = 1;

  @IsOptional() @Type(() => Number) @IsInt() @Min(1) @Max(1_000)
  pageSize?: number = DATA_PAGE_SIZE;

  /** Language of the meanings. */
  @IsOptional() @IsIn(LOCALES)
  lang?: Locale = 'en';
}
