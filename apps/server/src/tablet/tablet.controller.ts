import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { DomainError } from '#libs/config';
import { AllowAnyone } from '../edge/decorators.js';
import { TabletFiles, type TabletFile } from './tablet-files.js';

/**
 * Stricter than the site's: what is typed here may leave the page by `fetch` to this server alone, so no form is ever sent
 * by the browser itself (with names in its address, should the script be broken).
 */
const POLICY = [
  "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' data:", "font-src 'self'", "connect-src 'self'",
  "worker-src 'self'", "manifest-src 'self'", "form-action 'none'", "base-uri 'none'", "frame-ancestors 'none'",
].join('; ');

/** The app of the store tablets, as it was built into `dist/tablet`. Everything of it is public; what it may do, its key decides. */
@ApiExcludeController()
@AllowAnyone()
@Controller('tablet')
export class TabletController {
  constructor(private readonly files: TabletFiles) {}

  @Get()
  async app(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const [pathname = ''] = request.url.split('?');
    // The service worker's scope ends in a slash: a page without it would never be offline.
    if (!pathname.endsWith('/')) void reply.redirect('/tablet/', 308);
    else await send(this.file('index.html'), request, reply);
  }

  @Get('*')
  async below(@Param('*') name: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await send(this.file(name), request, reply);
  }

  private file(name: string): TabletFile {
    if (!this.files.built) throw new DomainError('tablet.not_built', 'not-found');
    const file = this.files.byName(name);
    if (!file) throw new DomainError('route.not_found', 'not-found');
    return file;
  }
}

async function send(file: TabletFile, request: FastifyRequest, reply: FastifyReply): Promise<void> {
  const [encoding, body] = await file.packed(request.headers['accept-encoding'] ?? '');
  void reply.header('content-type', file.type).header('vary', 'accept-encoding').header('cache-control', cacheRule(file.name));
  if (file.name === 'index.html') void reply.header('content-security-policy', POLICY).header('referrer-policy', 'no-referrer');
  if (file.name === 'sw.js') void reply.header('service-worker-allowed', '/tablet/').header('content-security-policy', POLICY);
  if (encoding) void reply.header('content-encoding', encoding);
  void reply.send(body);
}

/** What holds a hash in its name never changes. The page is not kept beside the service worker's own copy: not in the back-forward cache either. */
function cacheRule(name: string): string {
  if (name === 'index.html') return 'no-store';
  return name.startsWith('assets/') ? 'public, max-age=31536000, immutable' : 'no-cache';
}
