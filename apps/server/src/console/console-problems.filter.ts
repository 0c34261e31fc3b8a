import { type ArgumentsHost, Catch, type ExceptionFilter, Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { codeOf } from '#libs/queues';
import { Log } from '../edge/log.js';
import { faultTold, problemOf } from '../edge/problem.js';
import { Desks, withParameter } from './desk.js';
import { ProblemView } from './views/problem.js';

/** What goes wrong in the console: to the login or to a password of one's own where that is what is missing, else told on a page of the console. */
@Catch()
@Injectable()
export class ConsoleProblems implements ExceptionFilter {
  constructor(private readonly desks: Desks, private readonly log: Log) {}

  catch(thrown: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const desk = this.desks.open(request);
    const fault = faultTold(thrown, request);
    if (fault.ours) this.log.pino.error({ code: codeOf(thrown), route: request.routeOptions?.url, requestId: request.id }, 'request failed');
    if (reply.sent) return;
    if (fault.code === 'access.not_signed_in') return this.desks.leave(reply, desk, loginFor(request));
    if (fault.code === 'access.password_change_required') return this.desks.leave(reply, desk, '/console/password');
    if (fault.code === 'access.second_factor_required') return this.desks.leave(reply, desk, '/console/account/second-factor');
    if (fault.error.retryAfterS !== null) reply.header('retry-after', String(fault.error.retryAfterS));
    const problem = problemOf(fault, desk.page.t.locale);
    this.desks.send(reply, ProblemView({ desk, problem, reference: fault.ours ? request.id : null }), problem.status);
  }
}

/** The login, and back to where one was going; what was sent by a form is not sent again. */
function loginFor(request: FastifyRequest): string {
  return request.method === 'GET' ? withParameter('/console/login', 'next', request.url.slice(0, 500)) : '/console/login';
}
