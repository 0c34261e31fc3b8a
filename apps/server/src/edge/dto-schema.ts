import 'reflect-metadata';
// @ts-expect-error the storage has no types of its own, and @Type's answers stand nowhere else
import { defaultMetadataStorage } from 'class-transformer/cjs/storage.js';
import { getMetadataStorage } from 'class-validator';
import type { Type } from '@nestjs/common';

/** One rule of class-validator on one property, as its storage keeps it. */
export interface Rule {
  readonly name: string;
  readonly each: boolean;
  readonly constraints: readonly unknown[];
  readonly holds: (value: unknown) => boolean;
}

/** What a DTO says of one property. */
export interface Property {
  readonly name: string;
  readonly optional: boolean;
  readonly nested: Type | null;
  readonly rules: readonly Rule[];
}

/** Reads a DTO's decorators back out of class-validator's storage: the one place that both the fast check and the API's description ask. */
export function propertiesOf(dto: Type): Property[] {
  const storage = getMetadataStorage();
  const all = storage.getTargetValidationMetadatas(dto, '', false, false);
  return [...new Set(all.map((one) => one.propertyName))].sort().map((name) => {
    const own = all.filter((one) => one.propertyName === name);
    const nested = own.some((one) => one.type === 'nestedValidation');
    return {
      name,
      optional: own.some((one) => one.type === 'conditionalValidation'),
      nested: nested ? nestedType(dto, name) : null,
      rules: own.filter((one) => one.type === 'customValidation').map((one): Rule => {
        const [constraint] = storage.getTargetValidatorConstraints(one.constraintCls);
        if (!constraint) throw new Error(`${dto.name}.${name}: a rule without its constraint`);
        const args = { value: undefined as unknown, constraints: one.constraints ?? [], targetName: dto.name, object: {}, property: name };
        return {
          name: one.name ?? constraint.name, each: one.each, constraints: one.constraints ?? [],
          holds: (value) => {
            args.value = value;
            return constraint.instance.validate(value, args) === true;
          },
        };
      }),
    };
  });
}

function nestedType(dto: Type, name: string): Type {
  const found = (defaultMetadataStorage as { findTypeMetadata(target: Type, property: string): { typeFunction(): Type } | undefined }).findTypeMetadata(dto, name)?.typeFunction();
  if (!found) throw new Error(`${dto.name}.${name} is nested and needs @Type(() => …)`);
  return found;
}
