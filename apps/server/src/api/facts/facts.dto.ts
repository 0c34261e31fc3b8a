import { Type } from 'class-transformer';
import { IsIn, IsInt, IsISO8601, IsObject, IsOptional, IsUUID, Max, Min, ValidateNested } from 'class-validator';
import {
  FINDING_DIRECTIONS, INSTRUMENT_EVENTS, INSTRUMENT_STATES, STATISTIC_SCOPES, TIMELINE_KINDS, type FindingDirection, type InstrumentEventKind, type InstrumentStateKind, type RankingRules, type StatisticScope, type TimelineKind,
} from '#libs/progress';
import { Key, LanguageTag, Text } from '../../edge/fields.js';
import { PageDto } from '../petitions/petitions.dto.js';
import { WordsByLanguage } from '../petitions/words.js';

/** Ids of the file: letters, digits, hyphens and dots. */
const Id = (): PropertyDecorator => Text({ max: 80 });

export class PlaceQueryDto extends PageDto {
  /** Id of a country, region or the world, such as `NZ`. */
  @IsOptional() @Text({ max: 60 })
  jurisdiction?: string;
}

export class EventQueryDto extends PlaceQueryDto {
  /** Key of an instrument, such as `OPSC`. */
  @IsOptional() @Id()
  instrument?: string;

  @IsOptional() @IsIn(INSTRUMENT_EVENTS)
  event?: InstrumentEventKind;

  /** `true`: also what was corrected or taken back. For whoever may read the inside. */
  @IsOptional() @IsIn(['true', 'false'])
  all?: 'true' | 'false';
}

export class StandingQueryDto extends PlaceQueryDto {
  @IsOptional() @Id()
  instrument?: string;

  @IsOptional() @IsIn(INSTRUMENT_STATES)
  state?: InstrumentStateKind;
}

export class NewEventDto {
  @Id()
  instrument!: string;

  /** Left out or null: of the treaty as a whole. */
  @IsOptional() @Text({ max: 60 })
  jurisdiction?: string | null;

  @IsIn(INSTRUMENT_EVENTS)
  event!: InstrumentEventKind;

  /** EDTF, such as `2026-03-12` or `2026-03`. Either this, or bounds. */
  @IsOptional() @Text({ max: 60 })
  date?: string | null;

  /** EDTF: not before. */
  @IsOptional() @Text({ max: 60 })
  since?: string | null;

  /** EDTF: not after; of `not-ratified`, when somebody looked. */
  @IsOptional() @Text({ max: 60 })
  until?: string | null;

  /** A link or words: what it rests on. */
  @Text({ max: 2000, lines: true, blank: true })
  evidence!: string;

  @IsOptional() @Text({ max: 2000, lines: true, blank: true })
  note?: string | null;

  @IsOptional() @LanguageTag()
  language?: string | null;

  /** Id of the event that this one corrects. */
  @IsOptional() @IsUUID()
  replaces?: string | null;
}

export class RetractDto {
  @Text({ max: 1000, lines: true, blank: true })
  why!: string;
}

export class DeclineDto {
  @Text({ max: 1000, lines: true, blank: true })
  reason!: string;
}

export class StatisticQueryDto extends PlaceQueryDto {
  @IsOptional() @Key(80)
  goal?: string;

  @IsOptional() @Key(80)
  indicator?: string;

  @IsOptional() @Type(() => Number) @IsInt() @Min(1900) @Max(2200)
  year?: number;

  @IsOptional() @IsIn(STATISTIC_SCOPES)
  scope?: StatisticScope;
}

export class FindingQueryDto extends PlaceQueryDto {
  @IsOptional() @Key(80)
  indicator?: string;

  @IsOptional() @IsIn(FINDING_DIRECTIONS)
  direction?: FindingDirection;
}

export class TimelineQueryDto extends PlaceQueryDto {
  @IsOptional() @IsIn(TIMELINE_KINDS)
  kind?: TimelineKind;

  /** `YYYY-MM-DD`. */
  @IsOptional() @IsISO8601({ strict: true }) @Text({ max: 10, min: 10 })
  from?: string;

  @IsOptional() @IsISO8601({ strict: true }) @Text({ max: 10, min: 10 })
  to?: string;
}

class PointsDto {
  @IsInt() @Min(0) @Max(1000)
  green!: number;

  @IsInt() @Min(0) @Max(1000)
  yellow!: number;

  @IsInt() @Min(0) @Max(1000)
  red!: number;
}

class RulesDto implements RankingRules {
  @ValidateNested() @Type(() => PointsDto)
  points!: PointsDto;

  /** Weight by key of a goal, whole, 0 to 1000; 1 where it is left out. */
  @IsObject()
  goals!: Record<string, number>;

  @IsObject()
  indicators!: Record<string, number>;

  @IsIn(['left-out', 'lowest'])
  notKnown!: 'left-out' | 'lowest';

  @IsIn(['left-out', 'lowest'])
  notAssessed!: 'left-out' | 'lowest';

  /** Percent of all weight that has to bear a colour. */
  @IsInt() @Min(1) @Max(100)
  minimumKnown!: number;
}

export class NewMethodDto {
  @Key(60)
  key!: string;

  @WordsByLanguage(200)
  title!: Record<string, string>;

  @WordsByLanguage(2000)
  description!: Record<string, string>;

  @ValidateNested() @Type(() => RulesDto)
  rules!: RulesDto;
}

class PeriodDto {
  @IsInt() @Min(1900) @Max(2200)
  from!: number;

  @IsInt() @Min(1900) @Max(2200)
  to!: number;
}

class MethodRefDto {
  @Key(60)
  key!: string;

  @IsInt() @Min(1) @Max(10_000)
  version!: number;
}

export class NewRankingDto {
  @Key(60)
  key!: string;

  @WordsByLanguage(200)
  title!: Record<string, string>;

  @ValidateNested() @Type(() => PeriodDto)
  period!: PeriodDto;

  @ValidateNested() @Type(() => MethodRefDto)
  method!: MethodRefDto;

  /** Key of the round whose cards are ranked. */
  @Key(60)
  round!: string;

  /** Null: nobody but organisers reads it. */
  @IsOptional() @IsUUID()
  publicationId?: string | null;
}
