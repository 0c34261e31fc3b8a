import { ApiPropertyOptional } from '@nestjs/swagger';
import { ArrayMaxSize, IsArray, IsOptional, IsUUID } from 'class-validator';

export class BundleDto {
  /** Ids of national handovers, at most one a country; empty: each country's newest. */
  @ApiPropertyOptional({ type: [String] })
  @IsOptional() @IsArray() @ArrayMaxSize(300) @IsUUID('all', { each: true })
  members?: string[];

  /** Id of an earlier bundle of the same region in whose place this one stands; null: none. */
  @ApiPropertyOptional({ type: String, nullable: true })
  @IsOptional() @IsUUID('all')
  supersedes?: string | null;
}
