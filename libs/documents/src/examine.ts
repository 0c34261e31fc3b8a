import { createHash } from 'node:crypto';
import sharp from 'sharp';
import { DOCUMENT_MAX_BYTES, type DocumentType, documentName, typeOf } from './document-rules.js';
import { documentRefused } from './documents.errors.js';

export interface ExaminedDocument {
  name: string;
  bytes: Buffer;
  mediaType: DocumentType;
  sha256: Buffer;
}

/** Longest side of a kept picture, in pixels: a page of A4 stays readable. */
const LONGEST_SIDE = 4_096;
/** More than any camera takes; a picture that unpacks to more is a trap. */
const MOST_PIXELS = 120_000_000;

/**
 * Looks what a file is, makes pictures anew (turned upright, without EXIF, GPS or any other metadata) and hashes what is left.
 * @throws DomainError `documents.type_refused`, `documents.too_large`, `documents.empty`
 */
export async function examine(file: { name: string; bytes: Buffer }, field = 'file'): Promise<ExaminedDocument> {
  if (file.bytes.length === 0) throw documentRefused('documents.empty', field);
  if (file.bytes.length > DOCUMENT_MAX_BYTES) throw documentRefused('documents.too_large', field);
  const mediaType = typeOf(file.bytes, file.name);
  if (!mediaType) throw documentRefused('documents.type_refused', field);
  const bytes = mediaType.startsWith('image/') ? await drawnAnew(file.bytes, mediaType, field) : file.bytes;
  if (bytes.length > DOCUMENT_MAX_BYTES) throw documentRefused('documents.too_large', field);
  return { name: documentName(file.name, mediaType), bytes, mediaType, sha256: createHash('sha256').update(bytes).digest() };
}

async function drawnAnew(bytes: Buffer, type: DocumentType, field: string): Promise<Buffer> {
  const picture = sharp(bytes, { limitInputPixels: MOST_PIXELS, failOn: 'error' })
    .rotate().resize({ width: LONGEST_SIDE, height: LONGEST_SIDE, fit: 'inside', withoutEnlargement: true }).toColourspace('srgb');
  try {
    // sharp writes no metadata unless it is told to.
    if (type === 'image/png') return await picture.png().toBuffer();
    return type === 'image/webp' ? await picture.webp({ quality: 85 }).toBuffer() : await picture.jpeg({ quality: 85 }).toBuffer();
  } catch {
    throw documentRefused('documents.type_refused', field);
  }
}
