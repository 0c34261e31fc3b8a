import { type JSX } from 'preact';
import { type AttestedCount } from '#libs/tallies';
import { formatFigure } from '../../i18n/index.js';
import { Button, EmptyState, Field, Ledger, Notice, Progress, Select, Table, Tag, TextArea, usePage, type FieldError } from '../../ui/index.js';
import { type Desk } from '../desk.js';
import { type PetitionFace, type PetitionFigures } from '../read/petition-page.js';
import { dayOf, forecastInWords } from '../words.js';
import { messageFor, Part, PostForm, useDesk } from './frame.js';
import { Folded } from './handover-forms.js';
import { HandoverLines } from './handover-lines.js';
import { PetitionFrame, petitionPath } from './petition-frame.js';
import { DayChart } from './petition-parts.js';

export type FiguresForm = 'open' | 'milestone' | 'attested' | 'revoke';

export interface FiguresView {
  face: PetitionFace;
  figures: PetitionFigures;
  failed: { form: FiguresForm; values: Readonly<Record<string, string>>; errors: readonly FieldError[] } | null;
}

const failedIn = (view: FiguresView, form: FiguresForm) => (view.failed?.form === form ? view.failed : { values: {} as Readonly<Record<string, string>>, errors: [] as readonly FieldError[] });

export function FiguresPage({ desk, view }: { desk: Desk; view: FiguresView }): JSX.Element {
  const { t } = desk.page;
  const { face, figures } = view;
  return (
    <PetitionFrame desk={desk} face={face} tab="figures" faulty={view.failed !== null}>
      {face.line.status === 'draft' && <Opening view={view} />}
      <div class="columns even">
        <div>
          <Part id="figures" title={t('console.figures.title')}><Totals view={view} /></Part>
          {face.line.status !== 'draft' && face.line.live && face.line.takesSignatures && <Part id="days" title={t('console.figures.days')}><DayChart days={figures.days} /><p><a class="line-link" href={desk.page.link(`/console/steering/petitions/${face.line.slug}`)}>{t('steering.link')}</a></p></Part>}
          <ByCountry view={view} />
        </div>
        <div>
          <Milestones view={view} />
          <Attested view={view} />
          <Part id="handovers" title={t('console.nav.handovers')}>
            {figures.handovers.length === 0 ? <EmptyState title={t('console.petition.no-handover')} /> : <HandoverLines items={figures.handovers} narrow />}
          </Part>
        </div>
      </div>
    </PetitionFrame>
  );
}

/** What is still missing, or the button. Nothing opens by accident: it says what opening means. */
function Opening({ view }: { view: FiguresView }): JSX.Element {
  const { t, link } = usePage();
  const { face } = view;
  const { errors } = failedIn(view, 'open');
  if (face.missing.length > 0) {
    return (
      <Notice look="warn" title={t('console.open.missing')}>
        <ul class="bullets">{face.missing.map((fault) => <li key={fault.field}>{missingSentence(t, fault.field)}</li>)}</ul>
        {face.mayOrganise && <p><a class="line-link" href={link(petitionPath(face.line.slug, 'texts'))}>{t('console.open.to-texts')}</a></p>}
      </Notice>
    );
  }
  return (
    <Notice title={t('console.open.ready')}>
      <p>{t('console.open.consequence')}</p>
      {face.mayOrganise && <PostForm action={`${petitionPath(face.line.slug)}/open`} errors={errors}><Button>{t('console.open.submit')}</Button></PostForm>}
    </Notice>
  );
}

export function missingSentence(t: Desk['page']['t'], field: string): string {
  const language = /^texts\.([^.]+)\.notice$/.exec(field)?.[1];
  if (language) return t('console.missing.notice', { language: t.language(language) });
  const names = /^names\.([a-z]{2,3}(?:-\w+)*)$/.exec(field)?.[1];
  if (names) return t('console.missing.names', { language: t.language(names) });
  return t.maybe(`console.missing.${field}`) ?? t('console.fault.conflict');
}

function Totals({ view }: { view: FiguresView }): JSX.Element {
  const { t } = usePage();
  const { tally, rate } = view.figures;
  const { line } = view.face;
  const channels = (['online', 'store', 'paper', 'partner', 'unspecified'] as const).filter((channel) => (tally.byChannel[channel] ?? 0) > 0);
  const attested = tally.attested ? formatFigure(t, { value: tally.attested.count, qualifier: tally.attested.lowerBound ? 'lower-bound' : 'exact' }) : t('console.figures.none-attested');
  return (
    <>
      <Ledger caption={t('console.figures.caption')} rows={[{ label: t('console.figures.counted'), value: t.number(tally.counted) }, { label: t('console.figures.attested'), value: attested }]}
        total={{ label: t('console.col.total'), value: formatFigure(t, { value: tally.total, qualifier: tally.attested?.lowerBound ? 'lower-bound' : 'exact' }) }} />
      {line.live && (
        <dl class="facts-row">
          <div><dt>{t('console.figures.pending')}</dt><dd>{t.number(tally.pending ?? 0)}</dd></div>
          <div><dt>{t('console.col.today')}</dt><dd>{t.number(rate.today)}</dd></div>
          <div><dt>{t('console.col.week')}</dt><dd>{t.number(rate.week)}</dd></div>
          <div><dt>{t('console.figures.week-before')}</dt><dd>{t.number(rate.weekBefore)}</dd></div>
        </dl>
      )}
      {channels.length > 0 && (
        <Table caption={t('console.figures.by-channel')} columns={[{ label: t('console.figures.channel') }, { label: t('console.figures.signatures'), figure: true }]}
          rows={channels.map((channel) => ({ key: channel, cells: [t(`console.channel.${channel}`), t.number(tally.byChannel[channel] ?? 0)] }))} />
      )}
    </>
  );
}

/** Exact, also where few live: this page is for those who answer for them. */
function ByCountry({ view }: { view: FiguresView }): JSX.Element | null {
  const { t } = usePage();
  const rows = Object.entries(view.figures.tally.byCountry).sort((a, b) => b[1] - a[1]);
  if (rows.length === 0) return null;
  return (
    <Part id="countries" title={t('console.figures.by-country')} note={t('console.figures.by-country.note')}>
      <Table caption={t('console.figures.by-country')} captionHidden columns={[{ label: t('console.figures.residence') }, { label: t('console.col.counted'), figure: true }]}
        rows={rows.map(([country, n]) => ({ key: country, cells: [t.place(country), t.number(n)] }))} />
    </Part>
  );
}

function Milestones({ view }: { view: FiguresView }): JSX.Element {
  const { t } = usePage();
  const { person } = useDesk();
  const { figures, face } = view;
  const next = figures.tally.nextMilestone;
  const zone = person?.timeZone ?? 'UTC';
  const { values, errors } = failedIn(view, 'milestone');
  return (
    <Part id="milestones" title={t('console.milestones.title')}>
      {next && face.line.live && <Progress total={figures.tally.total} threshold={next.threshold} remaining={next.remaining} forecast={forecastInWords(t, next.forecast, zone)} />}
      {figures.milestones.length === 0 ? <p class="soft">{t('console.milestones.none-told')}</p> : (
        <Table caption={t('console.milestones.caption')} captionHidden columns={[{ label: t('console.milestones.threshold') }, { label: t('console.col.state') }]}
          rows={figures.milestones.map((one) => ({ key: String(one.threshold), cells: [<>{t.number(one.threshold)}<span class="row-note">{t(`console.milestones.origin.${one.origin}`)}</span></>, <MilestoneState milestone={one} zone={zone} />] }))} />
      )}
      {face.mayOrganise && (
        <Folded title={t('console.milestones.add')} open={errors.length > 0}>
          <PostForm action={`${petitionPath(face.line.slug)}/milestones`} errors={errors}>
            <Field name="threshold" label={t('console.milestones.threshold')} hint={t('console.milestones.hint')} inputmode="numeric" ltr required value={values['threshold']} error={messageFor(errors, 'threshold')} />
            <Button>{t('console.milestones.submit')}</Button>
          </PostForm>
        </Folded>
      )}
    </Part>
  );
}

function MilestoneState({ milestone, zone }: { milestone: PetitionFigures['milestones'][number]; zone: string }): JSX.Element {
  const { t } = usePage();
  if (milestone.reachedAt) return <Tag shape="check" tone="good">{milestone.silent ? t('console.milestones.passed') : t('console.milestones.reached', { date: dayOf(t, milestone.reachedAt, zone) })}</Tag>;
  if (milestone.approachingAt) return <Tag shape="half" tone="pen">{t('console.milestones.approaching', { date: dayOf(t, milestone.approachingAt, zone) })}</Tag>;
  return <Tag shape="ring">{t('console.milestones.ahead')}</Tag>;
}

function Attested({ view }: { view: FiguresView }): JSX.Element {
  const { t } = usePage();
  const { figures, face } = view;
  const { values, errors } = failedIn(view, 'attested');
  const action = `${petitionPath(face.line.slug)}/attested-counts`;
  return (
    <Part id="attested" title={t('console.attested.title')} note={t('console.attested.note')}>
      {figures.attested.length === 0 ? <p class="soft">{t('console.attested.none')}</p> : (
        <ul class="attested">{figures.attested.map((one) => <AttestedLine key={one.id} one={one} action={face.mayOrganise && !one.revokedAt ? `${action}/${one.id}/revoke` : null} />)}</ul>
      )}
      {face.mayOrganise && (
        <Folded title={t('console.attested.add')} open={errors.length > 0}>
          <PostForm action={action} errors={errors}>
            <div class="pair">
              <Field name="count" label={t('console.attested.count')} inputmode="numeric" ltr required value={values['count']} error={messageFor(errors, 'count')} />
              <Select name="qualifier" label={t('console.hold.qualifier')} value={values['qualifier'] ?? 'exact'} options={(['exact', 'more-than', 'nearly', 'approximately'] as const).map((one) => ({ value: one, label: t(`console.qualifier.${one}`) }))} />
            </div>
            <Select name="channel" label={t('console.figures.channel')} value={values['channel'] ?? 'paper'} options={(['paper', 'store', 'partner', 'online', 'unspecified'] as const).map((one) => ({ value: one, label: t(`console.channel.${one}`) }))} />
            <Field name="attestedBy" label={t('console.attested.by')} hint={t('console.attested.by.hint')} required maxLength={200} value={values['attestedBy']} error={messageFor(errors, 'attestedBy')} />
            <Field name="document" label={t('console.response.document')} hint={t('console.attested.document.hint')} required maxLength={500} value={values['document']} error={messageFor(errors, 'document')} />
            <TextArea name="note" label={t('console.commitment.note')} optional rows={2} value={values['note']} error={messageFor(errors, 'note')} />
            <Button>{t('console.attested.submit')}</Button>
          </PostForm>
        </Folded>
      )}
    </Part>
  );
}

function AttestedLine({ one, action }: { one: AttestedCount; action: string | null }): JSX.Element {
  const { t } = usePage();
  const { person } = useDesk();
  return (
    <li class={one.revokedAt ? 'revoked' : undefined}>
      <p><strong>{formatFigure(t, { value: one.count, qualifier: one.qualifier })}</strong> · {t(`console.channel.${one.channel}`)}{one.revokedAt && <> · <Tag shape="cross">{t('console.attested.revoked')}</Tag></>}</p>
      <p class="soft small">{t('console.attested.said', { name: one.attestedBy, date: dayOf(t, one.recordedAt, person?.timeZone ?? 'UTC') })} · <bdi>{one.document}</bdi></p>
      {one.note && <p class="soft small"><bdi>{one.note}</bdi></p>}
      {action && (
        <details class="disclosure">
          <summary>{t('console.attested.revoke')}</summary>
          <PostForm action={action} compact><p class="small">{t('console.attested.revoke.consequence')}</p><Button look="danger">{t('console.attested.revoke.submit')}</Button></PostForm>
        </details>
      )}
    </li>
  );
}
