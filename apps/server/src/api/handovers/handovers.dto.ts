import { Transform, Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsBoolean, IsIn, IsInt, IsOptional, IsUUID, Max, Min, ValidateBy, ValidateNested } from 'class-validator';
import {
  COMMITMENT_KINDS, COMMITMENT_STATUSES, FIGURE_QUALIFIERS, HANDOVER_LEVELS, HANDOVER_STATUSES, HOLD_OUTCOMES, RECIPIENT_KINDS, RESPONSE_KINDS,
  type CommitmentKind, type CommitmentStatus, type FigureQualifier, type HandoverLevel, type HandoverRecipientKind, type HandoverStatus, type HoldOutcome, type ResponseKind,
} from '#libs/handovers';
import { Key, LanguageTag, Text } from '../../edge/fields.js';
import { hasForbiddenCharacters, isLanguageTag } from '../../edge/text-rules.js';

/** More people than there are. */
const MOST = 20_000_000_000;

/** `"all"`, or a list of ids. */
const AllOrIds = (max: number): PropertyDecorator => ValidateBy({
  name: 'isArray',
  validator: { validate: (value: unknown) => value === 'all' || (Array.isArray(value) && value.length <= max && value.every((id) => typeof id === 'string' && /^[A-Za-z0-9._-]{1,60}$/.test(id))) },
});

/** Texts by language. */
const Translations = (): PropertyDecorator => ValidateBy({
  name: 'isObject',
  validator: {
    validate: (value: unknown) => typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length <= 12
      && Object.entries(value).every(([tag, text]) => isLanguageTag(tag) && typeof text === 'string' && text.length <= 10_000 && !hasForbiddenCharacters(text, true)),
  },
});

/** A comma-separated list in a query. */
const List = (): PropertyDecorator => Transform(({ value }: { value: unknown }) => (Array.isArray(value) ? value : String(value).split(',')) as unknown);

export class RecipientDto {
  @IsOptional() @Text({ max: 200, blank: true })
  name?: string | null;

  @IsOptional() @Text({ max: 300, blank: true })
  office?: string | null;

  @IsOptional() @Text({ max: 300, blank: true })
  body?: string | null;

  @IsIn(RECIPIENT_KINDS)
  kind!: HandoverRecipientKind;

  /** Met at the occasion, but not a recipient. */
  @IsOptional() @IsBoolean()
  metOnly?: boolean;

  /** An office kept with its holders: then who receives it is told from there. */
  @IsOptional() @IsUUID()
  officeId?: string | null;
}

export class PresenterDto {
  @IsOptional() @Text({ max: 200, blank: true })
  name?: string | null;

  @IsOptional() @Text({ max: 200, blank: true })
  affiliation?: string | null;
}

/** What booking and changing have in common. */
class HandoverFieldsDto {
  /** EDTF: `2026-12-06`, or roughly `2026-12`, `2026-23` (autumn), `2027-33` (first quarter). */
  @IsOptional() @Text({ max: 40 })
  date?: string | null;

  @IsOptional() @Text({ max: 2000, lines: true, blank: true })
  dateNote?: string | null;

  /** Local time `HH:MM`; only with an exact day. */
  @IsOptional() @Text({ max: 5 })
  startTime?: string | null;

  /** IANA, such as `Europe/Stockholm`; default: the petition's. */
  @IsOptional() @Text({ max: 64 })
  timeZone?: string;

  @IsOptional() @Text({ max: 300, blank: true })
  place?: string | null;

  @IsOptional() @Text({ max: 200, blank: true })
  title?: string | null;

  @IsOptional() @IsArray() @ArrayMaxSize(60) @ValidateNested({ each: true }) @Type(() => RecipientDto)
  recipients?: RecipientDto[];

  @IsOptional() @IsArray() @ArrayMaxSize(60) @ValidateNested({ each: true }) @Type(() => PresenterDto)
  presenters?: PresenterDto[];

  /** Ids of the jurisdictions whose petitions are handed over, or `all`; default: this one, or a region's members. */
  @IsOptional() @AllOrIds(250)
  covers?: 'all' | string[];
}

export class ScheduleHandoverDto extends HandoverFieldsDto {
  /** Slug. */
  @Key(100)
  campaign!: string;

  /** ISO 3166-1 alpha-2, or the id of a region. */
  @Text({ max: 40 })
  jurisdiction!: string;

  /** Follows from the jurisdiction. */
  @IsOptional() @IsIn(HANDOVER_LEVELS)
  level?: HandoverLevel;

  @IsOptional() @IsIn(['planned', 'listed'])
  status?: 'planned' | 'listed';
}

export class PatchHandoverDto extends HandoverFieldsDto {
  /** Why; asked for when the day, time, zone or place changes, and for every correction of what took place. */
  @IsOptional() @Text({ max: 2000, lines: true })
  reason?: string | null;

  @IsOptional() @Text({ max: 10_000, lines: true, blank: true })
  outcome?: string | null;

  @IsOptional() @IsInt() @Min(1) @Max(MOST)
  signatures?: number | null;

  @IsOptional() @IsIn(FIGURE_QUALIFIERS)
  qualifier?: FigureQualifier | null;

  @IsOptional() @IsInt() @Min(0) @Max(MOST)
  residents?: number | null;
}

export class HoldHandoverDto {
  @IsIn(HOLD_OUTCOMES)
  outcome!: HoldOutcome;

  /** `YYYY-MM-DD`; default: the planned day if it is exact. */
  @IsOptional() @Text({ max: 10 })
  heldOn?: string;

  /** The figure presented; needed when held. */
  @IsOptional() @IsInt() @Min(1) @Max(MOST)
  signatures?: number;

  @IsOptional() @IsIn(FIGURE_QUALIFIERS)
  qualifier?: FigureQualifier;

  /** Of these, who live in the country. */
  @IsOptional() @IsInt() @Min(0) @Max(MOST)
  residents?: number;

  @IsOptional() @Text({ max: 10_000, lines: true, blank: true })
  whatWasSaid?: string;

  @IsOptional() @Text({ max: 500, blank: true })
  receivedBy?: string;
}

export class CancelHandoverDto {
  @Text({ max: 2000, lines: true })
  reason!: string;
}

export class ResponseDto {
  @IsIn(RESPONSE_KINDS)
  kind!: ResponseKind;

  @Text({ max: 10_000, lines: true })
  text!: string;

  @IsOptional() @LanguageTag()
  language?: string | null;

  /** `YYYY-MM-DD`. */
  @IsOptional() @Text({ max: 10 })
  datedOn?: string | null;

  /** Where it stands: a link or a file's name. */
  @IsOptional() @Text({ max: 500 })
  document?: string | null;

  /** Id from `POST /handovers/{id}/documents`. */
  @IsOptional() @IsUUID()
  documentId?: string | null;

  /** The same words in other languages, by BCP 47. */
  @IsOptional() @Translations()
  translations?: Record<string, string>;

  /** The version that this one corrects. */
  @IsOptional() @IsUUID()
  replaces?: string | null;
}

export class CommitmentDto {
  /** The original words. */
  @Text({ max: 2000, lines: true })
  text!: string;

  @IsOptional() @LanguageTag()
  language?: string | null;

  @IsOptional() @Translations()
  translations?: Record<string, string>;

  /** The office that is bound. */
  @IsOptional() @IsUUID()
  officeId?: string | null;

  /** EDTF; in place of `due`: a day to look again. */
  @IsOptional() @Text({ max: 40 })
  reviewOn?: string | null;

  @IsIn(COMMITMENT_KINDS)
  kind!: CommitmentKind;

  @IsOptional() @Text({ max: 300, blank: true })
  madeBy?: string | null;

  /** Key of one of the campaign's instruments. */
  @IsOptional() @Text({ max: 60 })
  instrument?: string | null;

  /** Keys of the calls it names, `all` for the calls as a whole, or none. */
  @IsOptional() @AllOrIds(60)
  answers?: 'all' | string[];

  @IsOptional() @Text({ max: 2000, lines: true, blank: true })
  answersNote?: string | null;

  /** EDTF; left out: a review 90 days after the handover; null: none. */
  @IsOptional() @Text({ max: 40 })
  due?: string | null;

  @IsOptional() @Text({ max: 2000, lines: true, blank: true })
  note?: string | null;

  /** EDTF; default: the day of the handover. */
  @IsOptional() @Text({ max: 40 })
  promisedOn?: string | null;
}

export class CommitmentStatusDto {
  @IsIn(COMMITMENT_STATUSES)
  status!: CommitmentStatus;

  /** EDTF; when it came to be so. */
  @IsOptional() @Text({ max: 40 })
  dated?: string | null;

  /** A link or a text; needed for everything but `promised`. */
  @IsOptional() @Text({ max: 4000, lines: true, blank: true })
  evidence?: string | null;

  /** Id from `POST /handovers/{id}/documents`; evidence too. */
  @IsOptional() @IsUUID()
  documentId?: string | null;

  /** Id of the commitment that took its place; needed with `superseded`. */
  @IsOptional() @IsUUID()
  supersededBy?: string | null;

  /** With `broken` and `lapsed`: days for the office's reply before it is public; default 14. */
  @IsOptional() @IsInt() @Min(1) @Max(90)
  replyDays?: number | null;

  @IsOptional() @Text({ max: 2000, lines: true, blank: true })
  note?: string | null;
}

class PageDto {
  /** Slug. */
  @IsOptional() @Key(100)
  campaign?: string;

  @IsOptional() @Type(() => Number) @IsInt() @Min(1) @Max(100_000)
  page?: number;

  @IsOptional() @Type(() => Number) @IsInt() @Min(1) @Max(200)
  pageSize?: number;

  /** `true`: what the asker organises, drafts and cancelled ones included, in place of what is public. */
  @IsOptional() @IsIn(['true', 'false'])
  mine?: 'true' | 'false';
}

export class HandoverQueryDto extends PageDto {
  /** Of this country, or of a bundle that covers it. */
  @IsOptional() @Text({ max: 40 })
  country?: string;

  /** Of this very jurisdiction. */
  @IsOptional() @Text({ max: 40 })
  jurisdiction?: string;

  /** Of this region or of one of its members. */
  @IsOptional() @Text({ max: 40 })
  region?: string;

  /** One or several, separated by commas. */
  @IsOptional() @List() @IsArray() @ArrayMaxSize(6) @IsIn(HANDOVER_STATUSES, { each: true })
  status?: HandoverStatus[];

  /** `YYYY-MM`. */
  @IsOptional() @Text({ max: 7 })
  month?: string;

  @IsOptional() @IsIn(['soonest', 'newest'])
  order?: 'soonest' | 'newest';
}

export class CommitmentQueryDto extends PageDto {
  @IsOptional() @Text({ max: 40 })
  country?: string;

  @IsOptional() @List() @IsArray() @ArrayMaxSize(6) @IsIn(COMMITMENT_STATUSES, { each: true })
  status?: CommitmentStatus[];

  @IsOptional() @IsIn(['true', 'false'])
  overdue?: 'true' | 'false';
}
