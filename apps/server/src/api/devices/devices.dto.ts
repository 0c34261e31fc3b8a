import { ArrayMaxSize, IsArray, IsBoolean, IsIn, IsInt, IsObject, IsOptional, IsString, Matches, Max, MaxLength, Min, ValidateNested } from 'class-validator';
import { Type } from 'class-transformer';
import { BATCH_MOST_RECORDS } from '#libs/stores';
import { Key, Text } from '../../edge/fields.js';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const INSTANT = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z$/;
const MOST_MS = 100 * 365 * 86_400_000;
const MOST_SEQ = 2 ** 31 - 1;

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

  @IsString() @MaxLength(35)
  language!: string;

  @IsString() @IsIn(['store', 'paper'])
  channel!: 'store' | 'paper';

  @IsString() @Matches(INSTANT)
  signedAt!: string;

  @IsString() @Matches(INSTANT)
  deviceClock!: string;

  @IsInt() @Min(-MOST_MS) @Max(MOST_MS)
  offsetMs!: number;

  @IsString() @MaxLength(12_000)
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

  @IsString() @Matches(INSTANT)
  startedAt!: string;

  @IsOptional() @IsString() @Matches(INSTANT)
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

  @IsString() @Matches(INSTANT)
  clock!: string;

  @IsInt() @Min(-MOST_MS) @Max(MOST_MS)
  offsetMs!: number;

  @IsInt() @Min(0) @Max(MOST_SEQ)
  waiting!: number;

  @IsOptional() @IsString() @Matches(INSTANT)
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
