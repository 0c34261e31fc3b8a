import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsBoolean, IsIn, IsInt, IsNumber, IsOptional, Matches, Max, Min } from 'class-validator';
import { SHEET_STATES, type SheetState, STORE_KINDS, type StoreKind } from '#libs/stores';
import { Key, LanguageTag, Text } from '../../edge/fields.js';

export class PageQueryDto {
  @IsOptional() @Type(() => Number) @IsInt() @Min(1) @Max(100_000)
  page?: number;

  @IsOptional() @Type(() => Number) @IsInt() @Min(1) @Max(100)
  pageSize?: number;
}

export class StoreQueryDto extends PageQueryDto {
  /** ISO 3166-1 alpha-2. */
  @IsOptional() @Text({ max: 40 })
  country?: string;

  @IsOptional() @Text({ max: 80 })
  area?: string;

  /** In name, code and town. */
  @IsOptional() @Text({ max: 100 })
  search?: string;

  @IsOptional() @IsIn(['true', 'false'])
  withClosed?: 'true' | 'false';
}

class StoreFieldsDto {
  /** The area of its manager. */
  @IsOptional() @Text({ max: 80, blank: true })
  area?: string | null;

  @IsOptional() @Text({ max: 80, blank: true })
  town?: string | null;

  @IsOptional() @IsIn(STORE_KINDS)
  kind?: StoreKind;
}

export class NewStoreDto extends StoreFieldsDto {
  /** ISO 3166-1 alpha-2, a country of the campaign. */
  @Text({ max: 40 })
  country!: string;

  /** Stands on its poster and in its links, for good. */
  @Key(40)
  code!: string;

  @Text({ max: 120 })
  name!: string;

  /** Of its staff. */
  @LanguageTag()
  language!: string;

  /** IANA, such as `Europe/London`. */
  @Text({ max: 60 })
  timeZone!: string;
}

export class PatchStoreDto extends StoreFieldsDto {
  @IsOptional() @Text({ max: 120 })
  name?: string;

  @IsOptional() @LanguageTag()
  language?: string;

  @IsOptional() @Text({ max: 60 })
  timeZone?: string;

  /** `true` closes it: no more pairing and printing. It cannot be opened again. */
  @IsOptional() @IsIn([true])
  closed?: true;
}

export class ImportStoresDto {
  /** The whole file, with its header: `code,name,country,area,town,language,time_zone,kind`. */
  @Text({ max: 2 * 1024 * 1024, lines: true })
  csv!: string;
}

export class AgreementDto {
  /** `YYYY-MM-DD` */
  @Matches(/^\d{4}-\d{2}-\d{2}$/)
  signedOn!: string;

  @Text({ max: 200 })
  signedBy!: string;

  /** A link, a file number, where the paper is kept. */
  @Text({ max: 500 })
  document!: string;
}

export class PairingCodeDto {
  /** What the tablet is to be called: `till 2`, not a person's name. */
  @Text({ max: 60 })
  deviceName!: string;
}

export class RenameDeviceDto {
  @Text({ max: 60 })
  name!: string;
}

export class DisownDeviceDto {
  /** ISO 8601 in UTC, such as `2026-11-22T13:30:00Z`: when it arrived here. */
  @Matches(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{3})?)?Z$/)
  since!: string;
}

export class SignOffDto {
  @IsOptional() @Text({ max: 1000, lines: true, blank: true })
  note?: string | null;
}

export class SheetQueryDto extends PageQueryDto {
  @IsOptional() @IsIn(SHEET_STATES)
  state?: SheetState;
}

export class PrintSheetsDto {
  @IsInt() @Min(1)
  petitionId!: number;

  @LanguageTag()
  language!: string;

  @IsInt() @Min(1) @Max(500)
  count!: number;

  /** Of each sheet. */
  @IsInt() @Min(1) @Max(40)
  lines!: number;
}

export class SheetIdsDto {
  @IsArray() @ArrayMinSize(1) @ArrayMaxSize(500) @Matches(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, { each: true })
  sheets!: string[];
}

export class AttestSheetsDto extends SheetIdsDto {
  /** The full name of the person who answers for it. */
  @Text({ max: 200 })
  attestedBy!: string;

  @Text({ max: 500 })
  document!: string;

  @IsOptional() @Text({ max: 1000, lines: true, blank: true })
  note?: string | null;
}

export class ReturnSheetDto {
  /** Lines with a signature on them. */
  @IsInt() @Min(0) @Max(40)
  filledLines!: number;
}

export class TypedSheetDto {
  /** Although lines and typed lines differ. Needs a note. */
  @IsOptional() @IsBoolean()
  force?: boolean;

  @IsOptional() @Text({ max: 1000, lines: true, blank: true })
  note?: string | null;
}

export class DestroySheetDto {
  /** A second person who saw it. */
  @Text({ max: 200 })
  witness!: string;

  @Text({ max: 200 })
  method!: string;
}

export class DecideLineDto {
  @IsIn(['keep', 'retype'])
  decision!: 'keep' | 'retype';
}

export class SecondKeyingDto {
  /** Of the typed sheets, from 0.01 to 1. */
  @IsNumber() @Min(0.01) @Max(1)
  share!: number;
}

export class DailyQueryDto {
  @IsOptional() @Type(() => Number) @IsInt() @Min(1) @Max(366)
  days?: number;
}
