import { createReadStream, readFileSync } from 'node:fs';
import { checkManifest, drawnIndexes, MOST_DRAWN, pathLeadsTo, plainNonce, type CheckedManifest, type ManifestFault, type ManifestFaultCode, type SealProof } from '#libs/handovers';
import { parseEmail } from '#libs/signatures';
import { decodeProofCode, leafHash, personCommit, type ProofCodeFault } from '#libs/vault';
import { reportingErrors, say, type Register } from './command.js';

interface Options { proof?: string; name?: string; email?: string; key?: string; inclusion?: string; nonce?: string; count?: string }

const FAULTS: Record<ManifestFaultCode, string> = {
  form: 'The file is not a manifest of this format, or not in its canonical form',
  statement: 'The statement is not in its canonical form',
  key: 'The fingerprint is not that of the key',
  other_key: 'It was signed by another key than the one expected',
  signature: 'The signature does not hold: the statement is not what was signed',
  order: 'The leaves are not in order, or one stands twice',
  size: 'There are more or fewer leaves than the statement says',
  root: 'The leaves make another root than the statement says',
  sums: 'Figures in the statement do not add up',
};

const CODE_FAULTS: Record<ProofCodeFault, string> = {
  alphabet: 'it has a character that never stands in one', cut: 'a part is missing', too_long: 'something was added', checksum: 'a character is not as it was',
  version: 'it is of a newer kind than this program knows', malformed: 'it was made wrong',
};

export const registerVerifyManifest: Register = (program) => {
  program.command('verify-manifest').description('check the manifest of a sealed handover, as in docs/MANIFEST.md; ends with 1 if anything is wrong. Needs no database and no network')
    .argument('<file>', 'manifest.json')
    .option('--key <fingerprint>', 'of the campaign’s root key, as told elsewhere: without it only the file’s own key is checked')
    .option('--proof <code>', 'your proof code; with --name and, if you gave one, --email: whether your signature is in it')
    .option('--name <name>', 'your full name as you signed')
    .option('--email <address>', 'your address as you signed')
    .option('--inclusion <file>', 'the answer of GET …/proof: checked against the root, for a manifest without leaves')
    .option('--nonce <word>', 'draws the sample of this word again, with --count: the places of its leaves, from 0')
    .option('--count <n>', 'how many are drawn', '400')
    .action(reportingErrors(async (file: string, options: Options) => {
      const { lines, ok } = await verifyManifest(file, options);
      process.stdout.write(`${lines.join('\n')}\n`);
      if (!ok) process.exitCode = 1;
    }));
};

/** What there is to say of the file, and whether everything asked for holds. */
export async function verifyManifest(file: string, options: Options): Promise<{ lines: string[]; ok: boolean }> {
  const leaf = ownLeaf(options);
  if (leaf !== undefined && !Buffer.isBuffer(leaf)) return { lines: [`WRONG  The proof code cannot be read: ${CODE_FAULTS[leaf.fault]}.`], ok: false };
  const checked = await checkManifest(createReadStream(file, { highWaterMark: 1 << 18 }), { ...(options.key === undefined ? {} : { fingerprint: options.key }), seek: leaf ? [leaf] : [] });
  const wrong = checked.faults.map(sentence);
  const lines = [...figures(checked), ...wrong];
  if (wrong.length > 0) return { lines: [...lines, `${wrong.length} things are wrong.`], ok: false };
  if (options.nonce !== undefined) {
    const most = Math.min(checked.leaves.size, MOST_DRAWN);
    const count = Number(options.count ?? 400);
    if (!Number.isInteger(count) || count < 1 || count > most) return { lines: [...lines, `WRONG  --count must be a whole number, from 1 to ${most} here.`], ok: false };
    lines.push(`drawn      ${drawnIndexes(Buffer.from(checked.leaves.root, 'hex'), plainNonce(options.nonce), checked.leaves.size, count).join(' ')}`);
  }
  const own = leaf ? ownLines(checked, leaf, options) : { lines: [], ok: true };
  if (options.key === undefined) lines.push('NOTE   No --key was given: compare the fingerprint with one the campaign told you elsewhere.');
  return { lines: [...lines, ...own.lines, own.ok ? 'Everything agrees.' : 'The file holds, your signature was not found in it.'], ok: own.ok };
}

/** As it stands on the signer's own machine: neither name nor address goes anywhere. */
function ownLeaf({ proof, name, email }: Options): Buffer | { fault: ProofCodeFault } | undefined {
  if (proof === undefined) return undefined;
  const code = decodeProofCode(proof);
  if ('fault' in code) return code;
  if (name === undefined) say('--proof needs --name, and --email if you gave an address when you signed.');
  // As the form kept it: the domain in one spelling.
  const parsed = email === undefined ? null : parseEmail(email);
  return leafHash(personCommit(code.salt, { name: (name ?? '').trim(), email: parsed === null ? null : parsed.ok ? parsed.email.address : (email ?? null) }), code);
}

function ownLines(checked: CheckedManifest, leaf: Buffer, { inclusion }: Options): { lines: string[]; ok: boolean } {
  const hex = leaf.toString('hex');
  if (inclusion !== undefined) {
    const { index, size, path } = JSON.parse(readFileSync(inclusion, 'utf8')) as SealProof;
    const root = Buffer.from(checked.statement?.tree.root ?? '', 'hex');
    const holds = size === checked.statement?.tree.size && pathLeadsTo(root, { leaf, index, size, path: path.map((hash) => Buffer.from(hash, 'hex')) });
    return { lines: [holds ? `Your signature is in it, at place ${index} (leaf ${hex}).` : `WRONG  The proof does not lead from your leaf ${hex} to the root.`], ok: holds };
  }
  const place = checked.places[0] ?? -1;
  if (place >= 0) return { lines: [`Your signature is in it, at place ${place} (leaf ${hex}).`], ok: true };
  const why = checked.leaves.present ? 'Name, address and code must be letter by letter as they were when you signed.' : 'The file has no leaves: fetch it whole, or give the answer of GET …/proof by --inclusion.';
  return { lines: [`WRONG  No leaf in it is yours (${hex}). ${why}`], ok: false };
}

function figures({ statement, statementSha256, key, leaves }: CheckedManifest): string[] {
  if (!statement || !key) return [];
  return [
    `${statement.campaign.title}: ${statement.handover.jurisdiction}, ${statement.counted} signatures by ${statement.cutoff}${statement.demonstration ? ' (a demonstration: invented signers)' : ''}`,
    ...statement.petitions.map((petition) => `  ${petition.petition}: ${petition.counted}${petition.attested.length > 0 ? `, beside them attested by others: ${petition.attested.reduce((sum, one) => sum + one.count, 0)}` : ''}`),
    `root       ${statement.tree.root}`,
    `statement  ${statementSha256}`,
    `key        ${key.fingerprint}`,
    leaves.present || statement.tree.size === 0 ? `leaves     ${leaves.size}, in order` : 'leaves     not in this file: only the statement and its signature were checked',
  ];
}

const sentence = ({ code, stated, found }: ManifestFault): string => `WRONG  ${FAULTS[code]} (expected ${stated}, found ${found}).`;
