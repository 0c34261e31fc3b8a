import { type ArgumentMetadata, Injectable, ValidationPipe } from '@nestjs/common';
import { DomainError, type FieldFault } from '#libs/config';
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
      exceptionFactory: (errors) => invalid(fieldFaults(errors).sort(byField)),
    });
  }

  override async transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    if (metadata.type === 'body' && this.toValidate(metadata)) {
      if (!isObject(value)) throw invalid([{ field: '', code: value == null ? 'required' : 'wrong_type' }]);
      const unheard = unheardNames(value);
      if (unheard.length > 0) throw invalid(unheard);
    }
    return super.transform(value, metadata);
  }
}

const invalid = (fields: FieldFault[]): DomainError => new DomainError('request.invalid', 'invalid', { fields });

const isObject = (value: unknown): value is object => value !== null && typeof value === 'object' && !Array.isArray(value);

/** class-transformer leaves fields named like `toString`, `constructor` or `prototype` out without a word; they are as unknown as any other. */
function unheardNames(value: object, prefix = ''): FieldFault[] {
  return Object.entries(value).flatMap(([name, inner]: [string, unknown]) => {
    if (!Array.isArray(value) && isUnheard(name)) return [{ field: `${prefix}${name}`, code: 'unknown_field' }];
    return inner !== null && typeof inner === 'object' ? unheardNames(inner, `${prefix}${name}.`) : [];
  });
}

const isUnheard = (name: string): boolean => name in Object.prototype || name === 'prototype';
