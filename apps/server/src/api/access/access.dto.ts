import { ArrayMaxSize, ArrayMinSize, IsArray, IsIn, IsInt, IsOptional, Max, Min } from 'class-validator';
import { type Action, ACTIONS, ROLES, type Role } from '#libs/access';
import { EmailAddress, Key, LanguageTag, Text } from '../../edge/fields.js';

export class LoginDto {
  @Text({ max: 254 })
  email!: string;

  @Text({ max: 1000, blank: true })
  password!: string;

  /** For a second factor, once there is one. */
  @IsOptional() @Text({ max: 20, blank: true })
  code?: string;
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
