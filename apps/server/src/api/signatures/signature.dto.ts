import { ArrayMaxSize, Equals, IsArray, IsBoolean, IsInt, IsObject, IsOptional, Max, Min, ValidateNested } from 'class-validator';
import { Type } from 'class-transformer';
import { Country, EmailAddress, Key, LanguageTag, Text } from '../../edge/fields.js';

/** What the signer agreed to: each box unticked before it was ticked. */
export class ConsentDto {
  /** Explicit consent to the handling of this signature (GDPR Art. 9(2)(a)). */
  @IsBoolean() @Equals(true)
  petition!: true;

  /** Whose news is wanted: `campaign`, or keys of partners, which never receive the address. Nobody's where the petition's `confirmation` is `none`. */
  @IsOptional() @IsArray() @ArrayMaxSize(20) @Key(60, true)
  updates?: string[] | null;

  /** Where a law demands names (`names` of the petition): the `sha256` of that demand, once it was shown and agreed to. */
  @IsOptional() @Key(64)
  names?: string | null;
}

/** `POST /api/v1/petitions/{petition}/signatures`: names in any script; one name suffices. */
export class SignatureDto {
  @Text({ max: 100 })
  givenName!: string;

  @IsOptional() @Text({ max: 100, blank: true })
  familyName?: string | null;

  @EmailAddress()
  email!: string;

  /** Country of residence. */
  @Country()
  country!: string;

  @IsOptional() @Text({ max: 20, blank: true })
  postcode?: string | null;

  @IsOptional() @Text({ max: 100, blank: true })
  town?: string | null;

  @IsOptional() @LanguageTag()
  locale?: string | null;

  /** Version of the text that was read; the current one if absent. */
  @IsOptional() @IsInt() @Min(1) @Max(1_000_000)
  textVersion?: number | null;

  /** Link code of a store or partner. */
  @IsOptional() @Key(40)
  via?: string | null;

  /** Of the minimum age that the petition names. */
  @IsBoolean() @Equals(true)
  ageConfirmed!: true;

  @IsObject() @ValidateNested() @Type(() => ConsentDto)
  consent!: ConsentDto;

  @IsOptional() @Text({ max: 2000, blank: true })
  challenge?: string | null;
}

/** The body after `checkSignature` found nothing wrong with it. */
export type SignatureBody = Pick<SignatureDto, keyof SignatureDto>;
