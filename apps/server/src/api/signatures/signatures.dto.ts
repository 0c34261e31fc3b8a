import { IsString, Matches } from 'class-validator';
import { EmailAddress, Key } from '../../edge/fields.js';

export class TokenDto {
  /** From the link in the mail. */
  @IsString() @Matches(/^[A-Za-z0-9_-]{1,200}$/)
  token!: string;
}

export class WithdrawalRequestDto {
  /** Slug of the petition. */
  @Key(200)
  petition!: string;

  @EmailAddress()
  email!: string;
}
