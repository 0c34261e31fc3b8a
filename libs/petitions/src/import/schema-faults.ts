import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { dataFolder } from './data-folder.js';
import { at, fault, type Fault } from './faults.js';

export { dataFolder };

/** The formats of `data/`, each with its schema. */
export type DataFormat = 'campaign' | 'progress-cards' | 'timeline';

const compiled = new Map<DataFormat, ValidateFunction>();

/** All places where `json` breaks the schema of the format. */
export function schemaFaults(json: unknown, format: DataFormat = 'campaign'): Fault[] {
  const check = compiled.get(format) ?? compile(format);
  compiled.set(format, check);
  if (check(json)) return [];
  return (check.errors ?? []).flatMap(asFault);
}

function compile(format: DataFormat): ValidateFunction {
  const ajv = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true });
  addFormats.default(ajv);
  return ajv.compile(JSON.parse(readFileSync(path.join(dataFolder(), `schema/${format}.schema.json`), 'utf8')) as object);
}

function asFault(error: ErrorObject): Fault[] {
  // What is wrong with a property's name is told once, by the keyword `propertyNames` itself.
  if (error.propertyName !== undefined) return [];
  const here = error.instancePath;
  const params = error.params as Record<string, unknown>;
  switch (error.keyword) {
    case 'required':
      return [fault(at(here, String(params.missingProperty)), 'missing')];
    case 'additionalProperties':
      return [fault(at(here, String(params.additionalProperty)), 'unknown-field')];
    case 'propertyNames':
      return [fault(at(here, String(params.propertyName)), 'bad-key', String(params.propertyName))];
    case 'type':
      return [fault(here, 'wrong-type', [params.type].flat().join(' or '))];
    case 'enum':
      return [fault(here, 'not-allowed', [params.allowedValues].flat().join(', '))];
    case 'const':
      return [fault(here, 'not-allowed', String(params.allowedValue))];
    case 'minLength':
      return [fault(here, 'too-short', String(params.limit))];
    case 'maxLength':
      return [fault(here, 'too-long', String(params.limit))];
    case 'minimum':
    case 'maximum':
      return [fault(here, 'out-of-range', `${String(params.comparison)} ${String(params.limit)}`)];
    case 'minItems':
    case 'minProperties':
      return [fault(here, 'too-few', String(params.limit))];
    case 'maxItems':
    case 'maxProperties':
      return [fault(here, 'too-many', String(params.limit))];
    case 'uniqueItems':
      return [fault(here, 'repeated')];
    default:
      return [fault(here, 'bad-form')];
  }
}
