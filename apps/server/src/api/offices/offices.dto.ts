import { IsIn, IsOptional, ValidateBy } from 'class-validator';
import { RECIPIENT_KINDS, type HandoverRecipientKind } from '#libs/handovers';
import { Key, Text } from '../../edge/fields.js';

/** Names by language tag, at most 20. */
const Names = (): PropertyDecorator => ValidateBy({
  name: 'isObject',
  validator: {
    validate: (value: unknown) => typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length <= 20
      && Object.entries(value).every(([tag, name]) => /^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(tag) && typeof name === 'string' && name.length <= 300),
  },
});

export class OfficeQueryDto {
  /** Slug. */
  @Key(100)
  campaign!: string;

  @Text({ max: 40 })
  jurisdiction!: string;
}

export class OfficeDto {
  /** By language tag: `{"sv": "Socialminister", "en": "Minister for Social Affairs"}`. */
  @Names()
  names!: Record<string, string>;

  @IsOptional() @Text({ max: 300, blank: true })
  body?: string | null;

  @IsIn(RECIPIENT_KINDS)
  kind!: HandoverRecipientKind;
}

export class NewOfficeDto extends OfficeDto {
  /** Slug. */
  @Key(100)
  campaign!: string;

  @Text({ max: 40 })
  jurisdiction!: string;
}

export class TermDto {
  @Text({ max: 200 })
  person!: string;

  /** First day in office, `YYYY-MM-DD`. Whoever held it without an end does so until the day before. */
  @Text({ max: 10 })
  from!: string;

  /** Last day in office. */
  @IsOptional() @Text({ max: 10 })
  to?: string | null;

  @IsOptional() @Text({ max: 500, blank: true })
  source?: string | null;
}

export class BlackoutDto {
  /** Slug. */
  @Key(100)
  campaign!: string;

  @Text({ max: 40 })
  jurisdiction!: string;

  @Text({ max: 10 })
  from!: string;

  @Text({ max: 10 })
  to!: string;

  @Text({ max: 300 })
  reason!: string;

  @IsOptional() @Text({ max: 500, blank: true })
  source?: string | null;
}
