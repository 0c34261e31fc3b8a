import { type JSX } from 'preact';
import { apart, Button, ButtonLink, Document, usePage, type PageContext } from '../ui/index.js';
import { type FirstRunView, type ProblemView } from './view-models.js';

const MESSAGES = {
  'expired-link': ['site.expired.title', 'site.expired.text'],
  'unknown-link': ['site.unknown.title', 'site.unknown.text'],
  'not-found': ['site.not-found.title', 'site.not-found.text'],
  gone: ['site.gone.title', 'site.gone.text'],
  'too-many': ['site.too-many.title', 'site.too-many.text'],
  unavailable: ['site.unavailable.title', 'site.unavailable.text'],
  error: ['site.error.title', 'site.error.text'],
} as const;

/** The status each problem is served with. */
export const PROBLEM_STATUS: Readonly<Record<ProblemView['kind'], number>> = {
  'expired-link': 410, 'unknown-link': 404, 'not-found': 404, gone: 410, 'too-many': 429, unavailable: 503, error: 500,
};

/** What went wrong, whose fault it is, and where to go from here. */
export function ProblemPage({ page, view }: { page: PageContext; view: ProblemView }): JSX.Element {
  const { t } = page;
  const [title, text] = MESSAGES[view.kind];
  const minutes = view.kind === 'too-many' ? Math.max(1, Math.ceil(view.retryAfterSeconds / 60)) : 1;
  return (
    <Document page={page} title={t(title)} noindex>
      <div class="wrap"><div class="single">
        <p class="kicker">{t.number(PROBLEM_STATUS[view.kind])}</p>
        <h1>{t(title)}</h1>
        <p class="lede">{t(text, { minutes })}</p>
        {view.kind === 'error' && view.reference && <p class="soft">{t('site.error.reference', { reference: apart(view.reference) })}</p>}
        <WayOut view={view} />
      </div></div>
    </Document>
  );
}

function WayOut({ view }: { view: ProblemView }): JSX.Element {
  const { t, link } = usePage();
  if (view.kind === 'expired-link' && view.petition) return <p><ButtonLink href={link(view.petition.href)}>{t('site.expired.again')}</ButtonLink></p>;
  return <p><ButtonLink look="quiet" href={link('/')}>{t('site.back-home')}</ButtonLink></p>;
}

/** An empty installation opens on what to do first. */
export function FirstRunPage({ page, view }: { page: PageContext; view: FirstRunView }): JSX.Element {
  const { t } = page;
  return (
    <Document page={page} title={t('site.first.title')} noindex>
      <div class="wrap"><div class="single">
        <h1>{t('site.first.title')}</h1>
        <p class="lede">{t('site.first.lede')}</p>
        <ol class="steps"><li><span>{t('site.first.step.1')}</span></li><li><span>{t('site.first.step.2')}</span></li><li><span>{t('site.first.step.3')}</span></li></ol>
        <form method="get" action={view.action}><Button wide>{t('site.first.button')}</Button></form>
      </div></div>
    </Document>
  );
}
