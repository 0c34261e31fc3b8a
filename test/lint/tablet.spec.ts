import path from 'node:path';
import { ESLint } from 'eslint';
import { describe, expect, it } from '@jest/globals';
import tseslint from 'typescript-eslint';

const ROOT = path.resolve(import.meta.dirname, '../..');
/** Without rules that ask for types, which none of these is: they would take the whole app's. */
const eslint = new ESLint({ cwd: ROOT, overrideConfig: tseslint.configs.disableTypeChecked });

/** The rules that a few lines of code break, as if they stood in a file that there is. */
async function broken(file: string, code: string): Promise<string[]> {
  const [result] = await eslint.lintText(code, { filePath: path.join(ROOT, file) });
  return (result?.messages ?? []).map((message) => message.ruleId ?? message.message);
}

const APP = 'apps/tablet/src/i18n.ts';

describe('the tablet\'s app', () => {
  it.each([
    ['takes code of a lib', 'import { DEVICE_PROTOCOL } from \'#libs/stores\';\nexport const p = DEVICE_PROTOCOL;', 'countersign/layers'],
    ['takes code of a lib as well as types', 'import { DEVICE_PROTOCOL, type Kit } from \'#libs/stores\';\nexport const p = DEVICE_PROTOCOL;\nexport type K = Kit;', 'countersign/layers'],
    ['takes code of a lib later', 'export const later = () => import(\'#libs/stores\');', 'countersign/layers'],
    ['takes code of another app', 'export { main } from \'../../cli/src/main.js\';', 'countersign/layers'],
    ['writes beside the sealed outbox', 'localStorage.setItem(\'draft\', \'x\');', 'no-restricted-globals'],
    ['writes beside the sealed outbox by another name', 'window.sessionStorage.clear();', 'no-restricted-properties'],
    ['makes markup from a string', 'document.body.innerHTML = \'x\';', 'no-restricted-syntax'],
    ['says in the console what it knows', 'console.log(\'x\');', 'no-console'],
    ['uses what only Node has', 'import { readFileSync } from \'node:fs\';\nexport const r = readFileSync;', 'no-restricted-imports'],
  ])('is refused if it %s', async (_, code, rule) => {
    expect(await broken(APP, code)).toContain(rule);
  });

  it('may use the words of a lib', async () => {
    expect(await broken(APP, 'import type { Kit } from \'#libs/stores\';\nexport type K = Kit;\n')).toEqual([]);
    expect(await broken(APP, 'import { type Kit } from \'#libs/stores\';\nexport type K = Kit;\n')).toEqual([]);
  });
});
