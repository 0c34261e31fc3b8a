import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsIn, IsInt, IsOptional, IsString, Max, MaxLength, Min, ValidateNested } from 'class-validator';
import { MOST_DRAWN, SAMPLE_OUTCOMES, type SampleOutcome } from '#libs/handovers';

export class DrawSampleDto {
  /** A text that the recipient names once they know the root: 8 to 200 characters. It decides who is drawn. */
  @IsString() @MaxLength(1000)
  nonce!: string;

  /** How many: at most as many as were sealed, and 10,000. */
  @IsInt() @Min(1) @Max(MOST_DRAWN)
  count!: number;
}

export class SampleOutcomeDto {
  /** In the order drawn, from 1. */
  @IsInt() @Min(1) @Max(MOST_DRAWN)
  position!: number;

  /** Null or left out: not checked yet. */
  @IsOptional() @IsIn(SAMPLE_OUTCOMES)
  outcome?: SampleOutcome | null;

  /** Up to 200 characters, nothing personal. */
  @IsOptional() @IsString() @MaxLength(1000)
  note?: string | null;
}

export class RecordOutcomesDto {
  @IsArray() @ArrayMinSize(1) @ArrayMaxSize(500) @ValidateNested({ each: true }) @Type(() => SampleOutcomeDto)
  outcomes!: SampleOutcomeDto[];
}

export class DrawsQueryDto {
  /** Those after this position. */
  @IsOptional() @Type(() => Number) @IsInt() @Min(0) @Max(MOST_DRAWN)
  after?: number;

  @IsOptional() @Type(() => Number) @IsInt() @Min(1) @Max(500)
  limit?: number;
}
