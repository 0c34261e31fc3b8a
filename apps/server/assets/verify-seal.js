/**
 * Checks a sealed handover in the reader's own browser, by docs/MANIFEST.md. What is typed here is never sent: the server is asked for
 * the way from one leaf to the root, and a leaf tells nothing about a person.
 */
const box = document.querySelector('[data-seal]');
const utf8 = new TextEncoder();
const sha256 = async (...parts) => new Uint8Array(await crypto.subtle.digest('SHA-256', joined(parts)));
const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
const bytesOf = (text) => Uint8Array.from(text.match(/../g) ?? [], (pair) => parseInt(pair, 16));
const fromBase64Url = (text) => Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (char) => char.charCodeAt(0));

function joined(parts) {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** RFC 8785, for what a manifest holds: texts, whole numbers, lists, objects, true, false, null. */
const canonical = (value) =>
  Array.isArray(value) ? `[${value.map(canonical).join(',')}]`
    : value !== null && typeof value === 'object' ? `{${Object.keys(value).sort().map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`).join(',')}}`
      : JSON.stringify(value);

const node = (left, right) => sha256(new Uint8Array([1]), left, right);

/** RFC 9162, 2.1.1: level by level, the odd one moves up. Nodes of a level are hashed some thousands at a time. */
async function rootOf(leaves) {
  if (leaves.length === 0) return sha256();
  let level = leaves;
  while (level.length > 1) {
    const next = [];
    for (let from = 0; from < level.length; from += 8192) {
      const part = level.slice(from, from + 8192);
      const pairs = [];
      for (let n = 0; n + 1 < part.length; n += 2) pairs.push(node(part[n], part[n + 1]));
      next.push(...(await Promise.all(pairs)));
      if (part.length % 2 === 1) next.push(part.at(-1));
    }
    level = next;
  }
  return level[0];
}

/** RFC 9162, 2.1.3.2. */
async function pathLeadsTo(root, { leaf, index, size, path }) {
  if (!(Number.isInteger(index) && index >= 0 && index < size)) return false;
  let [fn, sn, hash] = [index, size - 1, bytesOf(leaf)];
  for (const sibling of path.map(bytesOf)) {
    if (sn === 0) return false;
    if (fn % 2 === 1 || fn === sn) {
      hash = await node(sibling, hash);
      while (fn % 2 === 0 && fn !== 0) [fn, sn] = [Math.floor(fn / 2), Math.floor(sn / 2)];
    } else hash = await node(hash, sibling);
    [fn, sn] = [Math.floor(fn / 2), Math.floor(sn / 2)];
  }
  return sn === 0 && hex(hash) === root;
}

async function signatureHolds(manifest) {
  const key = fromBase64Url(manifest.key.publicKey);
  if (hex(await sha256(key)) !== manifest.key.fingerprint) return false;
  const root = await crypto.subtle.importKey('raw', key, { name: 'Ed25519' }, false, ['verify']);
  return crypto.subtle.verify({ name: 'Ed25519' }, root, fromBase64Url(manifest.signature), utf8.encode(`${manifest.format}\n${canonical(manifest.statement)}`));
}

/** @returns codes of what is wrong; none: it is the manifest whose root stands on this page. */
async function faultsOf(text) {
  let manifest;
  try {
    manifest = JSON.parse(text);
  } catch {
    return ['unreadable'];
  }
  const { format, statement, leaves, key } = manifest ?? {};
  if (format !== 'countersign.manifest.1' || !statement?.tree || !Array.isArray(leaves) || !key) return ['unreadable'];
  const faults = [];
  if (canonical(manifest) !== text.replace(/\r?\n$/, '')) faults.push('form');
  if (hex(await sha256(utf8.encode(canonical(statement)))) !== box.dataset.statement || key.fingerprint !== box.dataset.fingerprint) faults.push('other');
  try {
    if (!(await signatureHolds(manifest))) faults.push('signature');
  } catch {
    faults.push('no-signature');
  }
  if (leaves.some((leaf, n) => typeof leaf !== 'string' || !/^[0-9a-f]{64}$/.test(leaf) || (n > 0 && leaf <= leaves[n - 1]))) faults.push('order');
  const cells = statement.petitions.reduce((sum, one) => sum + one.counted, 0);
  const parts = statement.petitions.every((one) => one.cells.reduce((sum, cell) => sum + cell.counted, 0) === one.counted);
  if (leaves.length !== statement.tree.size || statement.counted !== statement.tree.size || cells !== statement.counted || !parts) faults.push('count');
  if (hex(await rootOf(leaves.map(bytesOf))) !== statement.tree.root || statement.tree.root !== box.dataset.root) faults.push('root');
  return faults;
}

/** The words to say stand in the page, hidden: this file speaks no language. */
function say(place, codes) {
  const said = box.querySelector(`[data-say="${place}"]`);
  said.replaceChildren(...codes.map((code) => box.querySelector(`[data-word="${code}"]`)?.cloneNode(true) ?? '').map((words) => {
    if (words) words.hidden = false;
    return words;
  }));
}

/** docs/MANIFEST.md, "Proof code". */
async function codeIn(text) {
  const written = text.replace(/\s+/g, '');
  if (!/^[A-Za-z0-9_-]{60,420}$/.test(written)) return null;
  const bytes = fromBase64Url(written);
  const ends = 41 + bytes[40];
  const body = bytes.slice(0, ends);
  if (bytes[0] !== 1 || bytes.length !== ends + 4 || hex((await sha256(body)).slice(0, 4)) !== hex(bytes.slice(ends))) return null;
  const ascii = (from, to) => new TextDecoder().decode(body.slice(from, to));
  return { salt: body.slice(1, 33), textVersion: new DataView(body.buffer).getUint32(33), country: ascii(37, 39), channel: ['online', 'store', 'paper', 'partner'][body[39]], petition: ascii(41, ends) };
}

async function inclusion(form) {
  const code = await codeIn(form.elements.code.value);
  if (!code) return 'code';
  const { salt, ...facts } = code;
  const person = { email: form.elements.email.value.trim() || null, name: form.elements.name.value.trim() };
  const commit = await sha256(salt, utf8.encode(canonical(person)));
  const leaf = hex(await sha256(new Uint8Array([0]), commit, utf8.encode(canonical(facts))));
  const answer = await fetch(`${box.dataset.api}/proof?leaf=${leaf}`);
  if (answer.status === 404) return 'not-in';
  if (!answer.ok) return 'offline';
  return (await pathLeadsTo(box.dataset.root, await answer.json())) ? 'in' : 'broken';
}

if (box && globalThis.crypto?.subtle) {
  for (const part of box.querySelectorAll('[data-scripted]')) part.hidden = false;
  for (const part of box.querySelectorAll('[data-unscripted]')) part.hidden = true;
  const check = async (text) => {
    say('manifest', ['working']);
    const faults = await faultsOf(await text());
    say('manifest', faults.length === 0 ? ['sound'] : faults);
  };
  const tell = (place) => () => say(place, ['offline']);
  box.querySelector('[data-check]')?.addEventListener('click', () => check(async () => (await fetch(`${box.dataset.api}/manifest.json`)).text()).catch(tell('manifest')));
  box.querySelector('[data-file]')?.addEventListener('change', (event) => {
    const [file] = event.target.files;
    if (file) check(() => file.text()).catch(tell('manifest'));
  });
  box.querySelector('[data-proof]')?.addEventListener('submit', (event) => {
    event.preventDefault();
    say('proof', ['working']);
    inclusion(event.target).then((word) => say('proof', [word]), tell('proof'));
  });
}
