import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { IntlMessageFormat } from 'intl-messageformat';
import type { DomainError, Facts } from '#libs/config';

/** The same sentences as the API's, in English: the catalogues are files, and of the server only these are read. */
const CATALOGUES = 'apps/server/src/i18n/messages/en';

/** An error of a lib as lines for a terminal: what is wrong, then each field at fault. */
export function sentencesOf({ code, kind, facts, fields }: DomainError, projectRoot: string): string[] {
  const say = sayer(projectRoot);
  const title = say(`problem.${code}`, facts) ?? say(`problem.kind.${kind}`, facts) ?? code;
  const detail = say(`problem.${code}.detail`, facts);
  return [
    `${title}${detail ? `. ${detail}` : '.'} (${code})`,
    ...fields.map((fault) => `  --${fault.field}: ${say(`problem.field.${fault.code}`, fault.facts ?? {}) ?? fault.code}`),
  ];
}

function sayer(projectRoot: string): (key: string, facts: Facts) => string | null {
  const folder = path.join(projectRoot, CATALOGUES);
  const messages = Object.assign({}, ...readdirSync(folder).filter((name) => name.endsWith('.json'))
    .map((name) => JSON.parse(readFileSync(path.join(folder, name), 'utf8')) as object)) as Record<string, string>;
  return (key, facts) => {
    const message = messages[key];
    return message === undefined ? null : String(new IntlMessageFormat(message, 'en').format({ ...facts }));
  };
}
