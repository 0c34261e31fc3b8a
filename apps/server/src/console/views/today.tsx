import { type JSX } from 'preact';
import { formatEdtf } from '../../i18n/index.js';
import { ButtonLink, EmptyState, Progress, Table, usePage } from '../../ui/index.js';
import { type Desk } from '../desk.js';
import { type Rate } from '../read/rates.js';
import { type Today, type ToDo } from '../read/today.js';
import { dayOf, forecastInWords } from '../words.js';
import { Frame, Head, Part } from './frame.js';
import { HandoverLines } from './handover-lines.js';

export function TodayPage({ desk, view }: { desk: Desk; view: Today }): JSX.Element {
  const { t, link } = desk.page;
  const zone = desk.person?.timeZone ?? 'UTC';
  return (
    <Frame desk={desk} title={t('console.nav.today')} section="today">
      <Head title={t('console.nav.today')} lede={dayOf(t, desk.now, zone)}>
        {view.mayOrganise && <ButtonLink href={link('/console/handovers/new')}>{t('console.book')}</ButtonLink>}
        {view.mayOrganise && <ButtonLink look="quiet" href={link('/console/petitions/new')}>{t('console.new-petition')}</ButtonLink>}
      </Head>
      <div class="today">
        <div>
          <Part id="todo" title={t('console.todo.title')}>
            {view.todo.length === 0 ? <EmptyState title={t('console.todo.none')} /> : <ul class="todo">{view.todo.map((item, n) => <ToDoLine key={n} item={item} />)}</ul>}
          </Part>
          <Part id="milestones" title={t('console.milestones.next')}><Milestones view={view} zone={zone} /></Part>
        </div>
        <div>
          <Part id="counts" title={t('console.counts.title')} note={t('console.counts.note')}><Counts view={view} /><p><a class="line-link" href={link('/console/steering')}>{t('steering.link')}</a></p></Part>
          <Part id="handovers" title={t('console.handovers.next')}>
            {view.handovers.length === 0 ? <EmptyState title={t('console.handovers.none-planned')} /> : <HandoverLines items={view.handovers} narrow />}
          </Part>
        </div>
      </div>
    </Frame>
  );
}

function Counts({ view }: { view: Today }): JSX.Element {
  const { t, link } = usePage();
  if (view.petitions.length === 0) return <EmptyState title={t('console.counts.none')} />;
  return (
    <>
      <Table caption={t('console.counts.caption')} captionHidden
        columns={[{ label: t('console.col.petition') }, { label: t('console.col.today'), figure: true }, { label: t('console.col.week'), figure: true }, { label: t('console.col.total'), figure: true }]}
        rows={view.petitions.map(({ line, rate }) => ({
          key: line.slug,
          cells: [
            <a class="row-link" href={link(`/console/petitions/${line.slug}`)}>{t.place(line.jurisdictionId, line.jurisdictionName)}</a>,
            t.number(rate.today), <Week rate={rate} />, t.number(line.total),
          ],
        }))} />
      {view.allPetitions > view.petitions.length && <p><a class="line-link" href={link('/console/petitions')}>{t('console.counts.all', { n: view.allPetitions })}</a></p>}
    </>
  );
}

/** This week, and what it was the week before: two figures rather than an arrow that hides how small they are. */
export function Week({ rate }: { rate: Rate }): JSX.Element {
  const { t } = usePage();
  return <>{t.number(rate.week)}<span class="row-note">{t('console.week.before', { n: rate.weekBefore })}</span></>;
}

function Milestones({ view, zone }: { view: Today; zone: string }): JSX.Element {
  const { t, link } = usePage();
  if (view.milestones.length === 0) return <EmptyState title={t('console.milestones.none')} />;
  return (
    <ul class="cards">
      {view.milestones.map(({ line, next, total, booked }) => (
        <li key={line.slug}>
          <h3><a class="line-link" href={link(`/console/petitions/${line.slug}`)}>{t.place(line.jurisdictionId, line.jurisdictionName)}</a></h3>
          <Progress total={total} threshold={next.threshold} remaining={next.remaining} />
          <p class="small">{forecastInWords(t, next.forecast, zone) ?? t('console.forecast.none')}</p>
          <p class="small soft">{booked ? t('console.milestones.booked') : <a class="line-link" href={link(`/console/handovers/new?petition=${line.slug}`)}>{t('console.book')}</a>}</p>
        </li>
      ))}
    </ul>
  );
}

function ToDoLine({ item }: { item: ToDo }): JSX.Element {
  const { t, link } = usePage();
  const { href, said, what } = toDoWords(item, t);
  return (
    <li class={item.kind === 'result' || item.kind === 'overdue' ? 'pressing' : undefined}>
      <a href={link(href)}>{said}</a>
      {what && <p class="soft small"><bdi>{what}</bdi></p>}
    </li>
  );
}

function toDoWords(item: ToDo, t: Desk['page']['t']): { href: string; said: string; what?: string } {
  switch (item.kind) {
    case 'result': {
      const { id, jurisdiction, date } = item.handover;
      return { href: `/console/handovers/${id}#hold`, said: t('console.todo.result', { place: t.place(jurisdiction.id, jurisdiction.name), date: formatEdtf(t.locale, date.edtf, 'phrase') }) };
    }
    case 'overdue':
    case 'due': {
      const { id, jurisdiction, due, text, words } = item.commitment;
      const date = formatEdtf(t.locale, due?.edtf ?? null, 'phrase');
      return { href: `/console/commitments/${id}`, said: t(`console.todo.${item.kind}`, { place: t.place(jurisdiction.id, jurisdiction.name), date }), what: words['text']?.[t.locale] ?? text };
    }
    case 'reached':
    case 'approaching':
      return { href: `/console/handovers/new?petition=${item.line.slug}`, said: t(`console.todo.${item.kind}`, { place: t.place(item.line.jurisdictionId, item.line.jurisdictionName), threshold: item.threshold }) };
    case 'draft':
    case 'no-target':
    case 'no-help': {
      const place = t.place(item.line.jurisdictionId, item.line.jurisdictionName);
      return { href: `/console/petitions/${item.line.slug}${item.kind === 'draft' ? '' : '/settings'}`, said: t(`console.todo.${item.kind}`, { place }) };
    }
  }
}
