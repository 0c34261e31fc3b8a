import { type JSX } from 'preact';
import { type Problem } from '../../edge/problem.js';
import { ButtonLink } from '../../ui/index.js';
import { type Desk } from '../desk.js';
import { Frame } from './frame.js';

/** What went wrong in the console, and the way back to it. */
export function ProblemView({ desk, problem, reference }: { desk: Desk; problem: Problem; reference: string | null }): JSX.Element {
  const { t, link } = desk.page;
  return (
    <Frame desk={desk} title={problem.title}>
      <div class="single">
        <p class="kicker">{t.number(problem.status)}</p>
        <h1>{problem.title}</h1>
        {problem.detail !== problem.title && <p class="lede">{problem.detail}</p>}
        {problem.status === 404 && <p class="soft">{t('console.problem.not-found')}</p>}
        {reference && <p class="soft">{t('site.error.reference', { reference })}</p>}
        <p><ButtonLink href={link('/console')}>{t('console.problem.back')}</ButtonLink></p>
      </div>
    </Frame>
  );
}
