/**
 * The reference: what most people would write. Nest on Fastify, the same check of the body and the same sealing as the real
 * door, then for each request one transaction: `repository.save` of the row and `UPDATE … count = count + 1`. It does less
 * than the pipeline: nobody is recognised, nothing is told, a repeat counts again.
 */
import 'reflect-metadata';
import { Body, Controller, HttpCode, Module, Param, Post } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Column, DataSource, Entity, PrimaryColumn } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { loadConfig, typeormConnection } from '#libs/config';
import { Database } from '#libs/database';
import { parseEmail, PublishedKeys } from '#libs/signatures';
import { newPersonSalt, Sealer, signatureContext } from '#libs/vault';
import { AllowAnyone } from '../../../apps/server/src/edge/decorators.js';
import { compileCheck } from '../../../apps/server/src/edge/compile-check.js';
import { type SignatureBody, SignatureDto } from '../../../apps/server/src/api/signatures/signature.dto.js';

@Entity('naive_signatures')
class NaiveSignature {
  @PrimaryColumn('uuid') id!: string;
  @Column('text') petition!: string;
  @Column('timestamptz') signed_at!: Date;
  @Column('text') country!: string;
  @Column('bytea') sealed!: Buffer;
}

const source = await new DataSource({ type: 'postgres', ...typeormConnection(loadConfig(process.env).database), entities: [NaiveSignature], poolSize: 10 }).initialize();
const keys = new PublishedKeys(new Database(source));
await keys.prepare('bench');
const sealer = new Sealer(() => keys.current('bench'));
const check = compileCheck(SignatureDto);

@AllowAnyone()
@Controller('api/v1')
class NaiveController {
  @Post('petitions/:petition/signatures')
  @HttpCode(202)
  async sign(@Param('petition') petition: string, @Body() body: SignatureBody): Promise<object> {
    if (check(body).length > 0 || !parseEmail(body.email).ok) throw new Error('invalid');
    const [id, signedAt] = [uuidv7(), new Date()];
    const plaintext = Buffer.from(JSON.stringify([1, body.givenName, body.familyName, body.email, body.postcode, body.town, body.country, newPersonSalt().toString('base64')]));
    const sealed = sealer.seal(plaintext, signatureContext({ recordId: id, petitionId: 1, textVersion: 1, language: 'en', channel: 'online', signedAt }));
    await source.transaction(async (tx) => {
      await tx.getRepository(NaiveSignature).save({ id, petition, signed_at: signedAt, country: body.country, sealed });
      await tx.query('update naive_counts set count = count + 1 where petition = $1', [petition]);
    });
    return { receipt: '1234-5678-9012', status: 'received' };
  }
}

@Module({ controllers: [NaiveController] })
class NaiveModule {}

const app = await NestFactory.create<NestFastifyApplication>(NaiveModule, new FastifyAdapter(), { logger: false });
await app.listen(Number(process.env['PORT']), '127.0.0.1');
process.send?.('ready');
