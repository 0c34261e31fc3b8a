import { Body, Controller, Get, Headers, HttpCode, Param, Post, Req, Res } from '@nestjs/common';
import { ApiBody, ApiHeader, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AppConfig, DomainError } from '#libs/config';
import { badSignature, BATCH_MOST_BYTES, type BatchAnswer, deviceNotAdmitted, type DeviceActor, type DevicePairing, type DeviceState, type Kit, Pairing } from '#libs/stores';
import { CollectionDesk } from '../../collecting/collection-desk.js';
import { KitReader } from '../../collecting/kit-reader.js';
import { compileCheck } from '../../edge/compile-check.js';
import { AllowAnyone, AllowDevice, CurrentDevice, Limit, RawBody } from '../../edge/decorators.js';
import { isSynthetic } from '../signatures/synthetic.js';
import { DeviceBatchDto, DevicePairingDto } from './devices.dto.js';

const check = compileCheck(DeviceBatchDto);

const SIGNED = 'Signed by the tablet\'s key (RFC 9421, `docs/TABLET-PROTOCOL.md`). Every answer bears `countersign-answer: 1` and `countersign-time`.';

/** The door of the store tablets. */
@ApiTags('Tablets')
@Controller('api/v1')
export class DevicesController {
  constructor(private readonly pairing: Pairing, private readonly desk: CollectionDesk, private readonly kits: KitReader, private readonly config: AppConfig) {}

  @Post('device-pairings')
  @AllowAnyone()
  @Limit('pairing')
  @ApiOperation({ summary: 'Pair a tablet', description: 'With the code that the manager\'s screen shows, once, within ten minutes. The tablet collects only after the manager has compared fingerprints.' })
  @ApiResponse({ status: 201, description: 'The tablet is known, and waits for the manager.' })
  @ApiResponse({ status: 404, description: '`devices.code_unknown`: wrong, used or run out; all told the same.' })
  pair(@Body() body: DevicePairingDto, @Res({ passthrough: true }) reply: FastifyReply): Promise<DevicePairing> {
    reply.header('cache-control', 'no-store');
    return this.pairing.redeem({ ...body, name: body.name ?? undefined });
  }

  @Get('devices/:device')
  @AllowDevice()
  @Limit('tablets')
  @ApiOperation({ summary: 'Whether the tablet may collect', description: SIGNED })
  state(@Param('device') id: string, @CurrentDevice() device: DeviceActor, @Res({ passthrough: true }) reply: FastifyReply): { state: DeviceState; serverTime: string } {
    itself(id, device);
    reply.header('cache-control', 'no-store');
    return { state: device.state, serverTime: new Date().toISOString() };
  }

  @Get('devices/:device/kit')
  @AllowDevice()
  @Limit('tablets')
  @ApiOperation({ summary: 'All that the tablet needs to collect without a network: texts, calls, keys, sheets', description: SIGNED })
  @ApiHeader({ name: 'If-None-Match', required: false, description: 'The version it has: then 304 if that is the current one.' })
  async kit(
    @Param('device') id: string, @CurrentDevice() device: DeviceActor, @Headers('if-none-match') known: string | undefined, @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Kit | undefined> {
    itself(id, device);
    if (device.state !== 'active') throw deviceNotAdmitted();
    const kit = await this.kits.kit(id);
    reply.header('cache-control', 'no-store').header('etag', `"${kit.version}"`);
    if (known !== `"${kit.version}"`) return kit;
    reply.status(304);
    return undefined;
  }

  @Post('devices/:device/batches')
  @AllowDevice()
  @Limit('tablets')
  @RawBody(BATCH_MOST_BYTES)
  @HttpCode(200)
  @ApiOperation({
    summary: 'Hand over sealed signatures',
    description: `${SIGNED} For each record \`stored\`, \`repeated\` (the same came before) or \`conflict\` (something else came before in its place). What is told of may be forgotten. `
      + '409: the batch number was used for something else. 410: retired more than 30 days ago. 426: this version of the app is too old.',
  })
  @ApiBody({ type: DeviceBatchDto })
  async batch(
    @Param('device') id: string, @CurrentDevice() device: DeviceActor, @Body() body: unknown, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<BatchAnswer> {
    itself(id, device);
    const fields = check(body);
    if (fields.length > 0) throw new DomainError('request.invalid', 'invalid', { fields });
    reply.header('cache-control', 'no-store');
    return this.desk.receive(device, body as DeviceBatchDto, { synthetic: isSynthetic(request.headers, this.config) });
  }
}

/** The key that signed must be the key of the address: a tablet speaks for itself only. */
function itself(id: string, device: DeviceActor): void {
  if (id !== device.deviceId) throw badSignature();
}
