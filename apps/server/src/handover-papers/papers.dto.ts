import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, Matches } from 'class-validator';

export class PaperQueryDto {
  /** BCP 47, of the recipient; default: the petition's own. */
  @ApiPropertyOptional()
  @IsOptional() @Matches(/^[a-z]{2,3}(-[a-z0-9]{2,8})*$/iu)
  language?: string;

  /** By when an answer is asked for, `YYYY-MM-DD`; default: 90 days after the handover. */
  @ApiPropertyOptional()
  @IsOptional() @Matches(/^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/u)
  replyBy?: string;
}
