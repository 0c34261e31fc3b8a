import { at, fault, type Fault } from './faults.js';

export const MAX_BYTES = 16 * 1024 * 1024;
export const MAX_DEPTH = 32;

/** Names which would reach into every object of the process if a careless merge followed them. */
const FORBIDDEN = new Set(['__proto__', 'constructor', 'prototype']);

interface Frame {
  path: string;
  keys: Set<string> | null;
  /** Of an object the key just read, of a list the index. */
  step: string | number;
  awaitsKey: boolean;
}

/** What is dangerous in a JSON text, found before anything parses it: size, depth, forbidden and doubled keys. */
export function guardText(text: string): Fault[] {
  if (Buffer.byteLength(text, 'utf8') > MAX_BYTES) return [fault('', 'too-big')];
  const faults: Fault[] = [];
  const stack: Frame[] = [];
  for (let i = 0; i < text.length; i += 1) {
    const frame = stack.at(-1);
    switch (text[i]) {
      case '"': {
        const end = endOfString(text, i);
        if (frame?.keys && frame.awaitsKey) faults.push(...readKey(frame, text.slice(i, end + 1)));
        i = end;
        break;
      }
      case '{':
      case '[': {
        const path = frame ? at(frame.path, frame.step) : '';
        if (stack.length >= MAX_DEPTH) return [...faults, fault(path, 'too-deep')];
        const keys = text[i] === '{' ? new Set<string>() : null;
        stack.push({ path, keys, step: keys ? '' : 0, awaitsKey: keys !== null });
        break;
      }
      case '}':
      case ']':
        stack.pop();
        break;
      case ',':
        if (frame?.keys) frame.awaitsKey = true;
        else if (frame) frame.step = Number(frame.step) + 1;
        break;
      default:
    }
  }
  return faults;
}

function endOfString(text: string, start: number): number {
  let i = start + 1;
  while (i < text.length && text[i] !== '"') i += text[i] === '\\' ? 2 : 1;
  return i;
}

function readKey(frame: Frame, token: string): Fault[] {
  frame.awaitsKey = false;
  let key: string;
  try {
    // `"\u005f_proto__"` is the same key: it is judged as it will be read.
    key = String(JSON.parse(token));
  } catch {
    return []; // the parser that follows will say so
  }
  frame.step = key;
  const doubled = frame.keys?.has(key) ?? false;
  frame.keys?.add(key);
  const path = at(frame.path, key);
  if (FORBIDDEN.has(key)) return [fault(path, 'forbidden-key', key)];
  return doubled ? [fault(path, 'duplicate-key', key)] : [];
}

/** The same for a value which somebody else has parsed: depth and forbidden keys. */
export function guardValue(value: unknown): Fault[] {
  const faults: Fault[] = [];
  const waiting: { value: unknown; path: string; depth: number }[] = [{ value, path: '', depth: 0 }];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    if (typeof next.value !== 'object' || next.value === null) continue;
    if (next.depth >= MAX_DEPTH) return [...faults, fault(next.path, 'too-deep')];
    for (const [key, child] of Object.entries(next.value)) {
      const path = at(next.path, key);
      if (FORBIDDEN.has(key)) faults.push(fault(path, 'forbidden-key', key));
      else waiting.push({ value: child, path, depth: next.depth + 1 });
    }
  }
  return faults;
}
