import { IsBoolean, IsIn, IsInt, IsOptional, IsUUID, Max, Min } from 'class-validator';
import { DELEGATE_STATES, type DelegateState } from '#libs/handovers';
import { EmailAddress, LanguageTag, Text } from '../../edge/fields.js';

export class DelegateDto {
  @Text({ max: 200 })
  name!: string;

  /** What they do there. */
  @IsOptional() @Text({ max: 200, blank: true })
  role?: string | null;

  /** Where the invitation goes; without one they are told by other ways. */
  @IsOptional() @EmailAddress()
  email?: string | null;

  /** Of the mails to them. */
  @IsOptional() @LanguageTag()
  locale?: string;
}

export class DelegateStateDto {
  @IsIn(DELEGATE_STATES)
  state!: DelegateState;

  @IsOptional() @Text({ max: 500, blank: true })
  note?: string | null;
}

export class ChecklistItemDto {
  @Text({ max: 300 })
  text!: string;

  @IsOptional() @Text({ max: 200, blank: true })
  owner?: string | null;

  /** Days before the handover. */
  @IsOptional() @IsInt() @Min(0) @Max(365)
  daysBefore?: number | null;
}

export class ChecklistChangeDto {
  @IsOptional() @IsBoolean()
  done?: boolean;

  @IsOptional() @Text({ max: 200, blank: true })
  owner?: string | null;
}

export class RunItemDto {
  /** Local time `HH:MM`. */
  @Text({ max: 5 })
  startsAt!: string;

  @Text({ max: 300 })
  what!: string;

  @IsOptional() @Text({ max: 200, blank: true })
  who?: string | null;
}

export class HandoverFileDto {
  @IsUUID()
  documentId!: string;

  @Text({ max: 200 })
  label!: string;

  /** The delegation takes it along on the day. */
  @IsOptional() @IsBoolean()
  takeAlong?: boolean;
}
