import { Body, Controller, HttpCode, Param, Post, Req, Res } from '@nestjs/common';
import { ApiBody, ApiHeader, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Presses } from '#libs/signatures';
import { AllowAnyone, Limit } from '../../edge/decorators.js';
import { tracedOf } from '../../edge/traces.js';
import { SigningDesk } from '../../signing/signing-desk.js';
import { PostedSignatures } from './posted-signatures.js';
import { SignatureDto } from './signature.dto.js';
import { TokenDto, WithdrawalRequestDto } from './signatures.dto.js';

@ApiTags('Signing')
@AllowAnyone()
@Controller('api/v1')
export class SignaturesController {
  constructor(private readonly posted: PostedSignatures, private readonly desk: SigningDesk, private readonly presses: Presses) {}

  /** Most requests come past Nest (`SigningLane`), to the same end. */
  @Post('petitions/:petition/signatures')
  @Limit('signing')
  @HttpCode(202)
  @ApiOperation({ summary: 'Sign', description: 'The same answer for a new signer and for one who has signed. The address is asked to confirm by mail where the petition wants that.' })
  @ApiHeader({ name: 'Idempotency-Key', required: false, description: 'A UUID. The same key and body are one signature; the same key with another body is refused.' })
  @ApiBody({ type: SignatureDto })
  @ApiResponse({ status: 202, description: '`{receipt, status: "received"}`: kept safely. The receipt is a number without power.' })
  async sign(
    @Param('petition') petition: string, @Body() body: unknown, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<{ receipt: string; status: 'received' }> {
    const { receipt } = await this.posted.take(petition, body, request.headers, request.ip, tracedOf(request));
    reply.header('cache-control', 'no-store');
    return { receipt, status: 'received' };
  }

  @Post('confirmations')
  @Limit('press')
  @HttpCode(200)
  @ApiOperation({ summary: 'Confirm a signature with the token from the mail', description: 'Idempotent. 404: no such token. 410: its 14 days are over, or the signature was withdrawn.' })
  async confirm(@Body() { token }: TokenDto, @Res({ passthrough: true }) reply: FastifyReply): Promise<{ petition: string; status: 'counted' }> {
    reply.header('cache-control', 'no-store');
    return { petition: (await this.presses.confirm(token)).slug, status: 'counted' };
  }

  @Post('withdrawals')
  @Limit('press')
  @HttpCode(200)
  @ApiOperation({ summary: 'Take a signature back with the token from the mail', description: 'Idempotent. What the signer wrote is erased at once.' })
  async withdraw(@Body() { token }: TokenDto, @Res({ passthrough: true }) reply: FastifyReply): Promise<{ petition: string; status: 'withdrawn' }> {
    reply.header('cache-control', 'no-store');
    return { petition: (await this.presses.withdraw(token)).slug, status: 'withdrawn' };
  }

  @Post('withdrawal-requests')
  @Limit('token')
  @HttpCode(202)
  @ApiOperation({ summary: 'Ask for the withdrawal link by mail', description: 'Always the same answer: only the mailbox learns whether it has signed.' })
  async requestWithdrawal(@Body() { petition, email }: WithdrawalRequestDto): Promise<{ status: 'received' }> {
    await this.desk.requestWithdrawal(petition, email);
    return { status: 'received' };
  }
}
