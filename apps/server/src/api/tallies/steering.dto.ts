import { IsOptional } from 'class-validator';
import { Key } from '../../edge/fields.js';

export class SteeringQueryDto {
  /** Id of a region of the campaign. */
  @IsOptional() @Key(100)
  region?: string;
}
