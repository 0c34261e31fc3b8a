import { IsIn } from 'class-validator';
import { MODES, type Mode } from '#libs/signatures';
import { Text } from '../../edge/fields.js';

export class ScreeningModeDto {
  /** `auto`: by itself. */
  @IsIn(MODES)
  mode!: Mode;
}

export class ScreeningReasonDto {
  /** Stands in the audit log; no names, no addresses. */
  @Text({ max: 500 })
  reason!: string;
}
