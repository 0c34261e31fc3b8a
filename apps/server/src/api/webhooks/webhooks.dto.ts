import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsDateString, IsIn, IsInt, IsNumber, IsOptional, Max, Min } from 'class-validator';
import { DELIVERY_STATES, type DeliveryState, LONGEST_OVERLAP_HOURS, WEBHOOK_EVENTS, type WebhookEvent } from '#libs/notifications';
import { Text } from '../../edge/fields.js';

export class WebhookPageDto {
  @IsOptional() @Type(() => Number) @IsInt() @Min(1) @Max(100_000)
  page?: number;

  @IsOptional() @Type(() => Number) @IsInt() @Min(1) @Max(100)
  pageSize?: number;
}

export class DeliveryQueryDto extends WebhookPageDto {
  @IsOptional() @IsIn(DELIVERY_STATES)
  state?: DeliveryState;
}

export class ChangeWebhookDto {
  /** For people. */
  @Text({ max: 100 })
  name!: string;

  /** https, on port 443 or 8443, at an address of the public internet. */
  @Text({ max: 2_000 })
  url!: string;

  @IsArray() @ArrayMinSize(1) @ArrayMaxSize(WEBHOOK_EVENTS.length) @IsIn(WEBHOOK_EVENTS, { each: true })
  events!: WebhookEvent[];
}

export class NewWebhookDto extends ChangeWebhookDto {
  /** A country or region of the campaign; left out: all of it. */
  @IsOptional() @Text({ max: 60 })
  jurisdiction?: string | null;
}

export class RotateSecretDto {
  /** For how long the earlier secret signs along; 0: not at all. Default: 24. */
  @IsOptional() @IsNumber() @Min(0) @Max(LONGEST_OVERLAP_HOURS)
  overlapHours?: number;
}

export class ReplayDto {
  /** Everything written down since. */
  @IsDateString({ strict: true })
  since!: string;
}
