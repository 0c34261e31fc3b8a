import { createReadStream, readFileSync } from 'node:fs';
import { NamesFileError, type NamesFaultCode, type NamesHead, openNames, type NamesTail } from '#libs/handovers';
import { csvOf } from '#libs/publications';
import { RecipientSecret, VaultError } from '#libs/vault';
import { reportingErrors, say, type Register } from './command.js';

const FAULTS: Record<NamesFaultCode, string> = {
  form: 'This is no file of names of this format, or it is damaged.',
  key: 'It was sealed to another key than this one.',
  piece: 'A part is not what was sealed at its place: it was altered, dropped, moved or added.',
  end: 'It is cut off, or something was added at its end.',
  count: 'There are more or fewer rows than its end says.',
  root: 'Its beginning and its end name different handovers.',
};

export const registerOpenNames: Register = (program) => {
  program.command('open-names').description('open the names that a law demands, as the office they were sealed to: checks every part, then writes CSV to stdout (docs/NAMES.md). Needs no database and no network')
    .argument('<file>', 'as the campaign handed it over')
    .requiredOption('--key <keyfile>', 'your private key, as made by names-key')
    .option('--root <hex>', 'the root on the certificate of the handover: the file must name the same')
    .action(reportingErrors(async (file: string, { key, root }: { key: string; root?: string }) => {
      const fault = await writeNames(file, { key, root }, (text) => process.stdout.write(text), say);
      if (fault === null) return;
      say(`WRONG  ${fault} Nothing was written.`);
      process.exitCode = 1;
    }));
};

/**
 * Reads the file twice: nothing is written before all of it was found whole. What is wrong, as a sentence; null if nothing is.
 * @param write gets the CSV, a part at a time
 * @param tell gets what the file says of itself
 */
export async function writeNames(file: string, { key: keyFile, root }: { key: string; root?: string | undefined }, write: (text: string) => unknown, tell: (line: string) => void): Promise<string | null> {
  try {
    const key = RecipientSecret.read(readFileSync(keyFile, 'utf8'));
    const { head, tail } = await read(file, key, () => undefined);
    if (root !== undefined && root.replace(/\s/g, '').toLowerCase() !== head.root) return `It is of the handover with the root ${head.root}.`;
    facts(head, tail).forEach(tell);
    write(csvOf([head.fields]));
    await read(file, key, (rows) => write(csvOf(rows).slice(1)));
    return null;
  } catch (error) {
    if (error instanceof NamesFileError) return `${FAULTS[error.code]}${error.piece === null ? '' : ` (part ${error.piece})`}`;
    if (error instanceof VaultError) return 'The key file is not one that names-key made, or it is damaged.';
    throw error;
  }
}

async function read(file: string, key: RecipientSecret, onRows: (rows: Parameters<typeof csvOf>[0]) => void): Promise<{ head: NamesHead; tail: NamesTail }> {
  const parts = openNames(createReadStream(file, { highWaterMark: 1 << 18 }), key);
  let head: NamesHead | null = null;
  for (;;) {
    const next = await parts.next();
    if (next.done) {
      if (!head) throw new NamesFileError('form');
      return { head, tail: next.value };
    }
    if ('head' in next.value) ({ head } = next.value);
    else onRows(next.value.rows);
  }
}

function facts({ campaign, petition, handover, root, statementSha256, law, office, demonstration }: NamesHead, { names, sealed, gone, leftOut }: NamesTail): string[] {
  const first = (words: Readonly<Record<string, string>>): string => words['en'] ?? Object.values(words)[0] ?? '';
  return [
    `${campaign}: ${petition}, handed over in ${handover.jurisdiction}${handover.date ? `, ${handover.date}` : ''}${demonstration ? ' (a demonstration: invented signers)' : ''}`,
    `to         ${first(office)}`, `because of ${first(law)}`, `root       ${root}`, `statement  ${statementSha256}`,
    `names      ${names} of ${sealed} sealed; ${gone} had left since, ${leftOut} without agreement`, 'Every part is whole and in its place.',
  ];
}
