#!/usr/bin/env node
/**
 * The way in for every command. It may be all there is on a fresh clone, so it needs nothing but Node: it installs what
 * is missing, builds what has changed, and hands over to the built program. It says aloud whatever takes long.
 */
import { spawn } from 'node:child_process';
import { existsSync, realpathSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { builtFrom, dependenciesAreCurrent, rememberDependencies, sourcesHash } from './freshness.mjs';

const OLDEST_NODE = [20, 19];
const root = path.resolve(path.dirname(realpathSync(fileURLToPath(import.meta.url))), '..', '..', '..');

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1])) return;
  fail(`Countersign needs Node ${OLDEST_NODE.join('.')} or later; this is ${process.versions.node}. See https://nodejs.org/.`);
}

function fail(message) {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}

function say(line) {
  process.stderr.write(`${line}\n`);
}

/** What went wrong, without pages of warnings before it and of help after it. */
function worstOf(output) {
  return output.split('\n').filter((line) => !/^npm (warn|notice)/.test(line)).slice(0, 40).join('\n').trim();
}

/** Runs a program in the project's folder; its words are shown only if it fails, a sign of life every ten seconds. */
function run(what, command, args) {
  return new Promise((resolve) => {
    const began = Date.now();
    let output = '';
    const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, NODE_OPTIONS: '', npm_config_progress: 'false' } });
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
    const life = setInterval(() => say(`  … ${what}, ${Math.round((Date.now() - began) / 1000)} s`), 10_000);
    child.once('error', (error) => (output += error.message));
    child.once('close', (code) => {
      clearInterval(life);
      if (code !== 0) fail(`${worstOf(output)}\n\n${what} failed (${command} ${args.join(' ')}).`);
      resolve();
    });
  });
}

/** npm tells its scripts where it lies; a bare `node countersign.mjs` finds it on the PATH. */
function npm(args) {
  const own = process.env.npm_execpath;
  return own && /npm-cli\.[cm]?js$/.test(own) ? [process.execPath, [own, ...args]] : ['npm', args];
}

async function install() {
  if (dependenciesAreCurrent(root)) return;
  say('Installing what Countersign is made with (npm ci; a minute or two the first time) …');
  // Building needs the development tools also where NODE_ENV says production.
  await run('installing', ...npm(['ci', '--no-audit', '--no-fund', '--include=dev']));
  rememberDependencies(root);
}

async function build() {
  // An image may hold the built program alone.
  if (!existsSync(path.join(root, 'nest-cli.json'))) return;
  const hash = sourcesHash(root);
  if (builtFrom(root) === hash) return;
  say('Building …');
  // In this order: the first empties dist.
  await run('building', process.execPath, [path.join(root, 'node_modules', '@nestjs', 'cli', 'bin', 'nest.js'), 'build', '--all']);
  await run('building the tablet\'s app', process.execPath, [path.join(root, 'node_modules', 'vite', 'bin', 'vite.js'), 'build', '--config', path.join('apps', 'tablet', 'vite.config.ts')]);
  writeFileSync(path.join(root, 'dist', '.sources'), hash);
}

checkNode();
await install();
await build();
if (process.argv[2] !== '--prepare-only') {
  process.env.DATA_DIR ||= path.join(root, '.countersign');
  const { main } = await import(pathToFileURL(path.join(root, 'dist', 'apps', 'cli', 'src', 'main.js')).href);
  await main(process.argv, root);
}
