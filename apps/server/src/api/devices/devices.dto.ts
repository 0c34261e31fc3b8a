import { applyDecorators } from '@nestjs/common';
import { ArrayMaxSize, IsArray, IsBoolean, IsIn, IsInt, IsObject, IsOptional, IsString, Matches, Max, MaxLength, Min, ValidateBy, ValidateNested } from 'class-validator';
import { Type } from 'class-transformer';
import { BATCH_MOST_RECORDS } from '#libs/stores';
import { Key, LanguageTag, Text } from '../../edge/fields.js';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
const MOST_MS = 100 * 365 * 86_400_000;
const MOST_SEQ = 2 ** 31 - 1;

/** Whether the calendar has it, and Postgres too: of the year 0, or of the 30th of February, it would refuse the whole batch, again and again. */
const isInstant = (text: unknown): boolean => {
  if (typeof text !== 'string' || !INSTANT.test(text) || text.startsWith('0000')) return false;
  const at = new Date(text);
  return !Number.isNaN(at.getTime()) && at.toISOString() === text;
};

/** ISO 8601 in UTC with milliseconds, of the years 1 to 9999. */
const Instant = (): PropertyDecorator => applyDecorators(IsString(), ValidateBy({ name: 'matches', constraints: [INSTANT], validator: { validate: isInstant } }));

/** `POST /api/v1/device-pairings` */
export class DevicePairingDto {
  /** As the manager's screen shows it; capitals, spaces and hyphens don't matter. */
  @Text({ max: 20 })
  code!: string;

  /** The raw uncompressed P-256 point, 65 bytes, base64url. */
  @IsString() @Matches(/^[A-Za-z0-9_-]{87}$/)
  publicKey!: string;

  @IsOptional() @Text({ max: 60, blank: true })
  name?: string | null;

  @Text({ max: 40 })
  appVersion!: string;

  @IsBoolean()
  storageProtected!: boolean;
}

export class SheetLineDto {
  @IsString() @Matches(UUID)
  id!: string;

  @IsInt() @Min(1) @Max(40)
  line!: number;

  @IsInt() @Min(1) @Max(1000)
  attempt!: number;

  @IsBoolean()
  secondKeying!: boolean;
}

/** One sealed signature. Whether its envelope opens shows later; until then it is kept as it came. */
export class DeviceRecordDto {
  @IsInt() @Min(1) @Max(MOST_SEQ)
  seq!: number;

  @IsString() @Matches(UUID)
  id!: string;

  @IsInt() @Min(1) @Max(MOST_SEQ)
  petitionId!: number;

  @IsInt() @Min(1) @Max(1_000_000)
  textVersion!: number;

  @LanguageTag() @MaxLength(35)
  language!: string;

  @IsString() @IsIn(['store', 'paper'])
  channel!: 'store' | 'paper';

  @Instant()
  signedAt!: string;

  @Instant()
  deviceClock!: string;

  @IsInt() @Min(-MOST_MS) @Max(MOST_MS)
  offsetMs!: number;

  @IsString() @MaxLength(12_000) @Matches(BASE64)
  sealed!: string;

  @IsOptional() @IsArray() @ArrayMaxSize(20) @Key(60, true)
  updates?: string[];

  @IsOptional() @IsString() @Matches(UUID)
  shiftId?: string | null;

  @IsOptional() @IsObject() @ValidateNested() @Type(() => SheetLineDto)
  sheet?: SheetLineDto | null;
}

export class ShiftReportDto {
  @IsString() @Matches(UUID)
  id!: string;

  @Instant()
  startedAt!: string;

  @IsOptional() @Instant()
  endedAt!: string | null;

  @IsInt() @Min(0) @Max(MOST_SEQ)
  captured!: number;

  @IsInt() @Min(0) @Max(MOST_SEQ)
  typed!: number;
}

/** `POST /api/v1/devices/{id}/batches`: what the tablet holds, oldest first; none: a sign of life. */
export class DeviceBatchDto {
  @IsInt() @Min(1) @Max(1000)
  protocol!: number;

  @Text({ max: 40 })
  appVersion!: string;

  @Instant()
  clock!: string;

  @IsInt() @Min(-MOST_MS) @Max(MOST_MS)
  offsetMs!: number;

  @IsInt() @Min(0) @Max(MOST_SEQ)
  waiting!: number;

  @IsOptional() @Instant()
  oldestWaiting!: string | null;

  @IsBoolean()
  storageProtected!: boolean;

  @IsInt() @Min(0) @Max(MOST_SEQ)
  highestSeq!: number;

  @IsArray() @ArrayMaxSize(200) @ValidateNested({ each: true }) @Type(() => ShiftReportDto)
  shifts!: ShiftReportDto[];

  @IsArray() @ArrayMaxSize(BATCH_MOST_RECORDS) @ValidateNested({ each: true }) @Type(() => DeviceRecordDto)
  records!: DeviceRecordDto[];
}
