import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsBoolean, IsDateString, IsIn, IsInt, IsOptional, Max, Min } from 'class-validator';
import { type Action, ACTIONS, ROLES, type Role } from '#libs/access';
import { EmailAddress, Key, LanguageTag, Text } from '../../edge/fields.js';

export class LoginDto {
  @Text({ max: 254 })
  email!: string;

  @Text({ max: 1000, blank: true })
  password!: string;

  /** Of the authenticator app, or a recovery code: where a second factor is set up. */
  @IsOptional() @Text({ max: 40, blank: true })
  code?: string;
}

/** Who is there, once more. */
export class AgainDto {
  @Text({ max: 1000, blank: true })
  password!: string;

  /** Where a second factor is set up. */
  @IsOptional() @Text({ max: 40, blank: true })
  code?: string;
}

export class CodeDto {
  @Text({ max: 40 })
  code!: string;
}

export class ChangePasswordDto {
  @Text({ max: 1000, blank: true })
  currentPassword!: string;

  /** At least twelve characters; nothing is asked of their kind. */
  @Text({ max: 1000, blank: true })
  newPassword!: string;
}

export class AddUserDto {
  @EmailAddress()
  email!: string;

  @IsOptional() @Text({ max: 100 })
  name?: string;

  @IsIn(ROLES)
  role!: Role;

  /** Slug of the campaign; every campaign if absent. */
  @IsOptional() @Key(100)
  campaign?: string;

  /** Ids of countries or regions; the whole campaign if absent. */
  @IsOptional() @IsArray() @ArrayMaxSize(100) @Text({ max: 40, each: true })
  countries?: string[];

  @IsOptional() @LanguageTag()
  locale?: string;

  @IsOptional() @Text({ max: 64 })
  timeZone?: string;
}

export class RoleDto {
  @IsIn(ROLES)
  role!: Role;

  /** Slug of the campaign; every campaign if absent. */
  @IsOptional() @Key(100)
  campaign?: string;

  /** Id of the country or region; the whole campaign if absent. */
  @IsOptional() @Text({ max: 40 })
  country?: string;

  /** Managers only: code of the one store. */
  @IsOptional() @Text({ max: 60 })
  store?: string;

  /** Managers only: area whose stores they look after. */
  @IsOptional() @Text({ max: 100 })
  area?: string;
}

export class InviteDto extends RoleDto {
  @EmailAddress()
  email!: string;

  /** Language of the mail; the inviter's if absent. */
  @IsOptional() @LanguageTag()
  locale?: string;
}

export class AcceptDto {
  @Text({ max: 100 })
  token!: string;

  /** One's own choice, unless the address has a login already. */
  @IsOptional() @Text({ max: 100, blank: true })
  name?: string;

  @IsOptional() @Text({ max: 1000, blank: true })
  password?: string;
}

export class DemandDto {
  /** Slug of the campaign; every campaign if absent. */
  @IsOptional() @Key(100)
  campaign?: string;

  @IsBoolean()
  demanded!: boolean;
}

export class PeopleQueryDto {
  @IsOptional() @Type(() => Number) @IsInt() @Min(1) @Max(100_000)
  page?: number;

  @IsOptional() @Type(() => Number) @IsInt() @Min(1) @Max(200)
  pageSize?: number;
}

export class AuditQueryDto {
  /** `petition:keep-your-word-gb`, or a kind of thing: `handover:`. */
  @IsOptional() @Text({ max: 200 })
  subject?: string;

  /** Id of a user, or a part of the system such as `cli`. */
  @IsOptional() @Text({ max: 100 })
  actor?: string;

  /** `user.add`, or a kind of deed: `user.`. */
  @IsOptional() @Text({ max: 100 })
  action?: string;

  @IsOptional() @IsDateString()
  from?: string;

  /** Before this instant. */
  @IsOptional() @IsDateString()
  to?: string;

  /** The next page: below this number. */
  @IsOptional() @Type(() => Number) @IsInt() @Min(1)
  before?: number;

  @IsOptional() @Type(() => Number) @IsInt() @Min(1) @Max(500)
  limit?: number;
}

export class CreateTokenDto {
  @Text({ max: 100 })
  name!: string;

  /** Days until it expires; 90 if absent. */
  @IsOptional() @IsInt() @Min(1) @Max(366)
  days?: number;

  /** What it may be used for, never more than its user may do; all of that if absent. */
  @IsOptional() @IsArray() @ArrayMinSize(1) @ArrayMaxSize(ACTIONS.length) @IsIn(ACTIONS, { each: true })
  scopes?: Action[];
}
