import multipart from '@fastify/multipart';
import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { DomainError } from '#libs/config';
import { DOCUMENT_MAX_BYTES, documentRefused } from '#libs/documents';
import { AddressKeys } from '../edge/address-key.js';

export interface UploadedFile {
  field: string;
  name: string;
  bytes: Buffer;
}

/** The day's form has a scan and a photo; every other form one file. */
const MOST_FILES = 2;
const FIELD_BYTES = 64 * 1024;
/** Read at once: files lie in memory, and are read before anybody is known. */
const AT_ONCE = 6;
/** Of one address. */
const AT_ONCE_AN_ADDRESS = 2;
/** A place is let go to who comes next if, after a while, less than this has come in it: slow strangers must not hold up organisers. */
const SLOWEST_BYTES_A_SECOND = 32 * 1024;
const PATIENCE_MS = 3_000;
const FORBIDDEN = new Set(['__proto__', 'constructor', 'prototype']);

const uploads = new WeakMap<FastifyRequest['raw'], UploadedFile[]>();
const addresses = new AddressKeys();
const reading = new Set<Reading>();

interface Reading { request: FastifyRequest; address: string; since: number; from: number }

/** Takes a place, if need be of the slowest who has had time. @throws DomainError `service.unavailable` */
function enter(request: FastifyRequest): Reading {
  const address = addresses.keyOf(request.ip);
  const full = [...reading].filter((one) => one.address === address).length >= AT_ONCE_AN_ADDRESS;
  if (!full && reading.size >= AT_ONCE) {
    const now = Date.now();
    const slow = [...reading].find(({ request: { raw }, since, from }) => now - since > PATIENCE_MS && ((raw.socket.bytesRead - from) * 1000) / (now - since) < SLOWEST_BYTES_A_SECOND);
    if (slow) {
      reading.delete(slow);
      slow.request.raw.destroy();
    }
  }
  if (full || reading.size >= AT_ONCE) throw new DomainError('service.unavailable', 'unavailable', { retryAfterS: 5 });
  const mine = { request, address, since: Date.now(), from: request.raw.socket.bytesRead };
  reading.add(mine);
  return mine;
}

/** A route that takes forms with files, beside plain ones. Its body is that of a plain form; its files are asked for by `uploadOf`. */
export const Upload = (): MethodDecorator => RouteConfig({ upload: true, bodyLimit: MOST_FILES * DOCUMENT_MAX_BYTES + 1024 * 1024 });

/** The file of a field; null if none was chosen. */
export const uploadOf = (request: FastifyRequest, field = 'file'): UploadedFile | null => uploads.get(request.raw)?.find((file) => file.field === field) ?? null;

/** `multipart/form-data`, on routes that declare `Upload()` only. */
export async function registerUploads(fastify: FastifyInstance): Promise<void> {
  await fastify.register(multipart, { limits: { fileSize: DOCUMENT_MAX_BYTES, files: MOST_FILES, fields: 80, fieldSize: FIELD_BYTES, parts: 90, headerPairs: 20 } });
  fastify.addHook('preValidation', async (request) => {
    if (!request.isMultipart()) return;
    if ((request.routeOptions.config as { upload?: unknown }).upload !== true) throw new DomainError('body.unsupported_type', 'malformed');
    const place = enter(request);
    try {
      request.body = await readForm(request);
    } finally {
      reading.delete(place);
    }
  });
}

async function readForm(request: FastifyRequest): Promise<Record<string, string | string[]>> {
  const form: Record<string, string | string[]> = {};
  const files: UploadedFile[] = [];
  try {
    for await (const part of request.parts()) {
      if (FORBIDDEN.has(part.fieldname)) throw new DomainError('body.malformed', 'malformed');
      if (part.type === 'file') {
        const bytes = await part.toBuffer();
        // A file field that was left empty comes as a file without a name.
        if (part.filename || bytes.length > 0) files.push({ field: part.fieldname, name: part.filename, bytes });
      } else {
        const value = typeof part.value === 'string' ? part.value : '';
        const before = form[part.fieldname];
        form[part.fieldname] = before === undefined ? value : [...(Array.isArray(before) ? before : [before]), value];
      }
    }
  } catch (error) {
    if (error instanceof DomainError) throw error;
    if ((error as { code?: unknown }).code === 'FST_REQ_FILE_TOO_LARGE') throw documentRefused('documents.too_large');
    throw new DomainError('body.malformed', 'malformed');
  }
  uploads.set(request.raw, files);
  return form;
}
