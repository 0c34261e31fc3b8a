import { Body, Controller, Get, Param, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type QuestionSubject, SampleQuestions } from '#libs/handovers';
import { Assets } from '../../edge/assets.js';
import { AllowAnyone, Limit } from '../../edge/decorators.js';
import { faultOf } from '../../edge/problem.js';
import { type Locale } from '../../i18n/index.js';
import { ProblemPage } from '../index.js';
import { SiteReader } from '../read/site-reader.js';
import { SampleQuestionPage } from '../sample-question.js';
import { localeIn, localeOf, pageContext, sendPage } from './page-context.js';

/** "Did you sign?", asked of those drawn for a sample. The link opens a page, for mail scanners open links too; its buttons answer. */
@ApiExcludeController()
@AllowAnyone()
@Limit('token')
@Controller()
export class SampleQuestionController {
  constructor(private readonly questions: SampleQuestions, private readonly reader: SiteReader, private readonly assets: Assets) {}

  @Get('q/:token')
  page(@Param('token') token: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.show(token, localeOf(request), reply);
  }

  @Get(':locale/q/:token')
  pageIn(@Param('locale') locale: string, @Param('token') token: string, @Res() reply: FastifyReply): Promise<void> {
    return this.show(token, localeIn(locale), reply);
  }

  @Post(':locale/q/:token')
  async answer(@Param('locale') segment: string, @Param('token') token: string, @Body() posted: unknown, @Res() reply: FastifyReply): Promise<void> {
    const locale = localeIn(segment);
    const said = ((posted ?? {}) as Record<string, unknown>)['answer'];
    // A button that is none of ours: the page again.
    if (said !== 'yes' && said !== 'no') return this.show(token, locale, reply, 422);
    try {
      return await this.send(await this.questions.answer(token, said === 'yes'), token, locale, reply, 200);
    } catch (thrown) {
      const { kind } = faultOf(thrown).error;
      if (kind !== 'gone' && kind !== 'not-found') throw thrown;
      return this.show(token, locale, reply);
    }
  }

  private async show(token: string, locale: Locale, reply: FastifyReply, status?: number): Promise<void> {
    const subject = await this.questions.subjectOf(token);
    return this.send(subject, token, locale, reply, status ?? (subject?.open === false ? 410 : 200));
  }

  private async send(subject: QuestionSubject | null, token: string, locale: Locale, reply: FastifyReply, status: number): Promise<void> {
    const petition = subject && (await this.reader.petitionRef(subject.petition, locale));
    const page = pageContext(this.assets, locale, `/q/${token}`);
    if (subject && petition) sendPage(reply, SampleQuestionPage({ page, view: { petition, action: `/q/${token}`, withdraw: `/withdraw?petition=${encodeURIComponent(subject.petition)}`, answer: subject.answer, open: subject.open } }), { status, secret: true });
    else sendPage(reply, ProblemPage({ page, view: { kind: 'unknown-link' } }), { status: 404, secret: true });
  }
}
