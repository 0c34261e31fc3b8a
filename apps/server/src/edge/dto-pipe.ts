import { type ArgumentMetadata, Injectable, ValidationPipe } from '@nestjs/common';
import { DomainError } from '#libs/config';
import { byField, fieldFaults } from './field-faults.js';

/** Every DTO is checked here: unknown fields are refused, every fault is told at once. */
@Injectable()
export class DtoPipe extends ValidationPipe {
  constructor() {
    super({
      transform: true,
      whitelist: true,
      forbidNonWhitelisted: true,
      forbidUnknownValues: true,
      validationError: { target: false, value: true },
      exceptionFactory: (errors) => new DomainError('request.invalid', 'invalid', { fields: fieldFaults(errors).sort(byField) }),
    });
  }

  override async transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    if (metadata.type === 'body' && this.toValidate(metadata) && !isPlainObject(value)) throw new DomainError('request.invalid', 'invalid', { fields: [{ field: '', code: value == null ? 'required' : 'wrong_type' }] });
    return super.transform(value, metadata);
  }
}

const isPlainObject = (value: unknown): boolean => value !== null && typeof value === 'object' && !Array.isArray(value);
