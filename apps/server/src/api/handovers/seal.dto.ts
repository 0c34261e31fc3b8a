import { IsIn, IsOptional, Matches } from 'class-validator';

export class AskSealDto {
  /** RFC 3339, at most seven days back or a year ahead. Default: now. */
  @IsOptional()
  @Matches(/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d)$/)
  cutoff?: string;
}

export class ManifestQueryDto {
  /** `none`: without the leaves, which may be many. */
  @IsOptional()
  @IsIn(['all', 'none'])
  leaves?: 'all' | 'none';
}

export class ProofQueryDto {
  /** 64 hex digits, reckoned by the signer's own program from the proof code, the name and the address. */
  @Matches(/^[0-9a-f]{64}$/)
  leaf!: string;
}
