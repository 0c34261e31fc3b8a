import { ArrayMaxSize, IsArray, IsBoolean, IsIn, IsOptional, IsUUID } from 'class-validator';
import { LETTER_KINDS, type LetterKind, type ReceiptKind, RECEIPTS } from '#libs/handovers';
import { LanguageTag, Text } from '../../edge/fields.js';
import { HoldHandoverDto } from './handovers.dto.js';

export class RecordDayDto extends HoldHandoverDto {
  /** UUID made by the caller: the same again changes nothing. */
  @IsUUID()
  submission!: string;

  @IsIn(RECEIPTS)
  receipt!: ReceiptKind;

  @IsOptional() @Text({ max: 120, blank: true })
  receiptNumber?: string | null;

  /** Ids from `POST /handovers/{id}/documents`. */
  @IsOptional() @IsUUID()
  receiptDocument?: string | null;

  @IsOptional() @IsUUID()
  photo?: string | null;

  @IsOptional() @IsBoolean()
  photoAgreed?: boolean;

  @IsOptional() @Text({ max: 4000, lines: true, blank: true })
  quote?: string | null;

  @IsOptional() @LanguageTag()
  quoteLanguage?: string | null;

  @IsOptional() @Text({ max: 200, blank: true })
  quoteBy?: string | null;

  @IsOptional() @IsArray() @ArrayMaxSize(60) @Text({ max: 200, each: true })
  attendance?: string[];

  /** RFC 3339; with `embargoZone` also local time `YYYY-MM-DDTHH:MM`. */
  @IsOptional() @Text({ max: 40 })
  embargoUntil?: string | null;

  @IsOptional() @Text({ max: 64 })
  embargoZone?: string | null;
}

export class EmbargoDto {
  /** As above; null: told at once. */
  @IsOptional() @Text({ max: 40 })
  until?: string | null;

  @IsOptional() @Text({ max: 64 })
  timeZone?: string | null;
}

export class DayLinkDto {
  @IsIn(['delegation', 'receipt'])
  kind!: 'delegation' | 'receipt';
}

export class ReplyDto {
  @Text({ max: 10_000, lines: true })
  text!: string;

  @IsOptional() @LanguageTag()
  language?: string | null;

  @IsOptional() @Text({ max: 10 })
  datedOn?: string | null;

  @IsOptional() @IsUUID()
  documentId?: string | null;
}

export class ReviewDto {
  /** EDTF. */
  @Text({ max: 40 })
  nextOn!: string;
}

export class LetterTextDto {
  @LanguageTag()
  language!: string;

  @Text({ max: 300 })
  subject!: string;

  @Text({ max: 10_000, lines: true })
  text!: string;

  @Text({ max: 500, lines: true })
  recipient!: string;

  /** `YYYY-MM-DD`. */
  @IsOptional() @Text({ max: 10 })
  replyBy?: string | null;
}

/** What is left out is written from the template. */
export class LetterDto {
  @IsIn(LETTER_KINDS)
  kind!: LetterKind;

  @IsOptional() @IsUUID()
  commitmentId?: string | null;

  @IsOptional() @LanguageTag()
  language?: string;

  @IsOptional() @Text({ max: 300 })
  subject?: string;

  @IsOptional() @Text({ max: 10_000, lines: true })
  text?: string;

  @IsOptional() @Text({ max: 500, lines: true })
  recipient?: string;

  @IsOptional() @Text({ max: 10 })
  replyBy?: string | null;
}

export class LetterSentDto {
  /** `YYYY-MM-DD`; left out: today. */
  @IsOptional() @Text({ max: 10 })
  sentOn?: string | null;
}

