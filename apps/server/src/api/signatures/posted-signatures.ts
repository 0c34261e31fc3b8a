import type { IncomingHttpHeaders } from 'node:http';
import { Injectable } from '@nestjs/common';
import { AppConfig, DomainError } from '#libs/config';
import type { Receipt } from '#libs/signatures';
import { compileCheck } from '../../edge/compile-check.js';
import type { Traced } from '../../edge/traces.js';
import { SigningDesk } from '../../signing/signing-desk.js';
import { type SignatureBody, SignatureDto } from './signature.dto.js';
import { isSynthetic } from './synthetic.js';

/** The DTO's decorators as one compiled function: class-validator's own pipe would cost this route 30 µs a request. */
const check = compileCheck(SignatureDto);

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** What `POST …/signatures` does with a body and headers, whichever of the two ways they came. */
@Injectable()
export class PostedSignatures {
  constructor(private readonly desk: SigningDesk, private readonly config: AppConfig) {}

  /** @throws DomainError `request.invalid` (by field), `access.forbidden` (a bad mark), and as `SigningDesk.sign` */
  async take(petition: string, body: unknown, headers: IncomingHttpHeaders, address: string, traced?: Traced): Promise<Receipt> {
    const fields = check(body);
    const key = headers['idempotency-key'] as string | undefined;
    if (key !== undefined && !UUID.test(key)) fields.push({ field: 'Idempotency-Key', code: 'malformed' });
    if (fields.length > 0) throw new DomainError('request.invalid', 'invalid', { fields });
    return this.desk.sign({
      petition, address, traced, body: body as SignatureBody, synthetic: isSynthetic(headers, this.config),
      idempotency: key === undefined ? undefined : { key: key.toLowerCase(), body: JSON.stringify(body) },
    });
  }
}
