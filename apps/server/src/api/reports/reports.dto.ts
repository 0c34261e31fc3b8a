import { IsIn, IsOptional, IsUUID, Matches } from 'class-validator';
import { REPORT_KINDS, REPORT_LANGUAGES, type ReportKind, type ReportLanguage } from '#libs/publications';
import { PublicationPageDto } from '../publications/publications.dto.js';

export class ReportsQueryDto extends PublicationPageDto {}

export class ReportQueryDto {
  /** Of its sentences; texts stay in their own. */
  @IsOptional() @IsIn(REPORT_LANGUAGES)
  language?: ReportLanguage;
}

export class NewEditionDto {
  /** Id of a publication of the kind `report` that is not public yet. */
  @IsUUID()
  publication!: string;

  @IsIn(REPORT_KINDS)
  kind!: ReportKind;

  /** With `country` and `region`. */
  @IsOptional() @Matches(/^([A-Z]{2}|[a-z]+(-[a-z0-9]+)+)$/)
  jurisdiction?: string | null;

  @IsOptional() @IsIn(REPORT_LANGUAGES)
  language?: ReportLanguage;
}
