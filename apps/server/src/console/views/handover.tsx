import { type JSX } from 'preact';
import { type CallToAction } from '#libs/calls-to-action';
import { type DayLink, type ClashWarning, type Handover, type HandoverFile, type HoldersThenAndNow, type Letter, type Office } from '#libs/handovers';
import { formatEdtf, formatFigure } from '../../i18n/index.js';
import { ButtonLink, DefinitionList, type Definition, type FieldError, Timeline, usePage } from '../../ui/index.js';
import { BundlePart } from '../bundles/bundle-part.js';
import { Holders } from '../calendar/holders.js';
import { Warnings } from '../calendar/warnings.js';
import { type Desk } from '../desk.js';
import { type HandoverForm } from '../handover-forms.js';
import { dayOf } from '../words.js';
import { CommitmentLines } from './commitment-lines.js';
import { DayLinks, Embargo } from '../day/day-links.js';
import { DocumentLink } from '../promises/document-link.js';
import { LettersPart } from '../promises/letters-part.js';
import { Story } from '../promises/story.js';
import { Frame, Head, Part, useDesk } from './frame.js';
import { CancelForm, CommitmentForm, HoldForm, MoveForm, ResponseForm } from './handover-forms.js';
import { HandoverStatusTag, whenOf } from './handover-lines.js';

export interface HandoverPageView {
  handover: Handover;
  /** What may clash with the planned day. */
  warnings: readonly ClashWarning[];
  /** Of the offices it is addressed to. */
  holders: readonly HoldersThenAndNow[];
  mayOrganise: boolean;
  calls: readonly CallToAction[];
  /** Of the calls' own words. */
  language: string;
  /** Slug; null where the jurisdiction has none of its own. */
  petition: string | null;
  /** What would be presented today. */
  total: number;
  links: readonly DayLink[];
  letters: readonly Letter[];
  offices: readonly Office[];
  sealedAt: Date | null;
  files: readonly HandoverFile[];
  /** The form that was refused, as it was typed. */
  failed: { form: HandoverForm; values: Readonly<Record<string, string>>; errors: readonly FieldError[]; answers: readonly string[] } | null;
}

export function HandoverPage({ desk, view }: { desk: Desk; view: HandoverPageView }): JSX.Element {
  const { t, link } = desk.page;
  const { handover, mayOrganise } = view;
  const place = t.place(handover.jurisdiction.id, handover.jurisdiction.name);
  const ahead = handover.status === 'planned' || handover.status === 'listed';
  const took = handover.status === 'held' || handover.status === 'refused' || handover.status === 'absent';
  const title = t('console.handover.title', { place });
  return (
    <Frame desk={desk} title={title} section="handovers" faulty={view.failed !== null}>
      <Head title={title} back={{ href: link('/console/handovers'), label: t('console.nav.handovers') }} lede={<span class="head-facts"><HandoverStatusTag status={handover.status} /> <span>{whenOf(t, handover)}</span></span>}>
        {handover.date.from && <ButtonLink look="quiet" href={`/api/v1/handovers/${handover.id}/calendar.ics`}>{t('console.handover.calendar')}</ButtonLink>}
        {!handover.record && <ButtonLink look="quiet" href={link(`/console/handovers/${handover.id}/seal`)}>{t('seal.console.title')}</ButtonLink>}
      </Head>
      {handover.record && <p class="soft">{t('console.frozen')}</p>}
      <Warnings items={view.warnings} />
      {!handover.record && <p><a class="line-link" href={link(`/console/handovers/${handover.id}/preparations`)}>{t('calendar.preparations.open')}</a></p>}
      <Embargo view={view} />
      {ahead && !due(view, desk) ? (
        <div class="columns"><Known view={view} />{mayOrganise && <div><Part id="change" title={t('console.handover.change')}><MoveForm view={view} /><CancelForm view={view} /></Part><HoldForm view={view} /></div>}</div>
      ) : (
        <div class="columns">
          <div>
            {ahead && mayOrganise && <HoldForm view={view} />}
            {took && <Responses view={view} />}
            {took && <Promises view={view} />}
            {took && mayOrganise && <LettersPart handover={handover} letters={view.letters} />}
            {ahead && mayOrganise && <Part id="change" title={t('console.handover.change')}><MoveForm view={view} /><CancelForm view={view} /></Part>}
          </div>
          <Known view={view} />
        </div>
      )}
    </Frame>
  );
}

/** Whether its day has come, so that the outcome is what one is here for. */
export function due({ handover, failed }: HandoverPageView, { now }: Desk): boolean {
  return failed?.form === 'hold' || (handover.date.to !== null && handover.date.to <= now.toISOString().slice(0, 10));
}

function Known({ view }: { view: HandoverPageView }): JSX.Element {
  const { t } = usePage();
  return (
    <div>
      <Part id="story" title={t('promises.story')}><Story handover={view.handover} sealedAt={view.sealedAt} files={view.files} /></Part>
      {view.mayOrganise && <DayLinks view={view} />}
      <Part id="facts" title={t('console.handover.facts')}><Facts view={view} /><Holders items={view.holders} language={view.language} /></Part>
      <BundlePart handover={view.handover} mayOrganise={view.mayOrganise} />
      <History handover={view.handover} />
    </div>
  );
}

function Facts({ view }: { view: HandoverPageView }): JSX.Element {
  const { t, link } = usePage();
  const { handover } = view;
  const { recipients, presenters, covers, stated } = handover;
  const items: Definition[] = [
    { term: t('console.handover.when'), detail: <>{whenOf(t, handover)}{handover.date.note && <span class="row-note"><bdi>{handover.date.note}</bdi></span>}</> },
    { term: t('console.book.place'), detail: handover.place ? <bdi>{handover.place}</bdi> : <Unknown /> },
    { term: t('console.handover.recipients'), detail: recipients.length === 0 ? <Unknown /> : <ul>{recipients.map((one, n) => <li key={n}><bdi>{[one.name, one.office, one.body].filter(Boolean).join(', ')}</bdi><span class="row-note">{t(`ui.kind.${one.kind}`)}{one.metOnly ? ` · ${t('console.handover.met-only')}` : ''}</span></li>)}</ul> },
    { term: t('console.book.presenters'), detail: presenters.length === 0 ? <Unknown /> : <ul>{presenters.map((one, n) => <li key={n}><bdi>{[one.name, one.affiliation].filter(Boolean).join(', ')}</bdi></li>)}</ul> },
    ...(stated ? [{ term: t('console.handover.presented'), detail: formatFigure(t, { value: stated.signatures, qualifier: stated.qualifier }) }] : []),
    ...(handover.level === 'national' ? [] : [{ term: t('console.handover.covers'), detail: covers === 'all' ? t('console.handover.covers.all') : t.list(covers.map(({ id, name }) => t.place(id, name))) }]),
    ...(view.petition ? [{ term: t('console.col.petition'), detail: <a class="line-link" href={link(`/console/petitions/${view.petition}`)}>{t('console.handover.to-petition')}</a> }] : []),
  ];
  return <DefinitionList items={items} />;
}

function Unknown(): JSX.Element {
  return <span class="soft">{usePage().t('console.handover.unknown')}</span>;
}

function Responses({ view }: { view: HandoverPageView }): JSX.Element {
  const { t } = usePage();
  const { handover } = view;
  const empty = !handover.outcome && handover.responses.length === 0;
  return (
    <Part id="said" title={t('console.handover.said')}>
      {empty && <p class="soft">{t('console.handover.no-response')}</p>}
      {handover.outcome && <blockquote class="said"><p><bdi>{handover.outcome}</bdi></p></blockquote>}
      {handover.responses.length > 0 && (
        <Timeline items={handover.responses.map((one) => ({
          key: one.id, when: one.datedOn ? formatEdtf(t.locale, one.datedOn) : dayOf(t, one.recordedAt, handover.date.timeZone), title: <strong>{t(`console.response.kind.${one.kind}`)}</strong>,
          body: <><p><bdi>{one.text}</bdi></p>{Object.entries(one.translations).map(([lang, text]) => <p key={lang} lang={lang} dir="auto" class="soft">{text}</p>)}{one.document && <p class="soft small"><bdi>{one.document}</bdi></p>}{one.file && <DocumentLink file={one.file} />}{handover.responses.some(({ replaces }) => replaces === one.id) && <p class="soft small">{t('promises.replaced')}</p>}{one.recordedBy && <p class="soft small">{t('console.recorded-by', { name: one.recordedBy })}</p>}</>,
        }))} />
      )}
      {view.mayOrganise && <ResponseForm view={view} />}
    </Part>
  );
}

function Promises({ view }: { view: HandoverPageView }): JSX.Element {
  const { t } = usePage();
  return (
    <Part id="promises" title={t('console.nav.commitments')}>
      {view.handover.commitments.length === 0 ? <p class="soft">{t('console.handover.no-commitment')}</p> : <CommitmentLines items={view.handover.commitments} withPlace={false} />}
      {view.mayOrganise && <CommitmentForm view={view} />}
    </Part>
  );
}

/** Earlier days, places and states, each with its reason. */
function History({ handover }: { handover: Handover }): JSX.Element | null {
  const { t } = usePage();
  const { person } = useDesk();
  if (handover.changes.length === 0) return null;
  const moves = movesOf(handover);
  return (
    <Part id="history" title={t('console.history')} note={moves > 0 ? t('calendar.changes.count', { n: moves }) : undefined}>
      <Timeline items={[...handover.changes].reverse().map((change, n) => ({
        key: String(n), when: dayOf(t, change.at, person?.timeZone ?? 'UTC'),
        title: <>{t('console.history.before', { date: change.before.dateEdtf ? formatEdtf(t.locale, change.before.dateEdtf) : t('console.handover.no-date'), status: t(`console.handover.status.${change.before.status}`) })}</>,
        body: <>{change.before.startTime && <p class="soft small"><bdi dir="ltr">{change.before.startTime}</bdi> · <bdi>{change.before.timeZone.replace(/_/g, ' ')}</bdi></p>}{change.before.place && <p class="soft small"><bdi>{change.before.place}</bdi></p>}{change.reason && <p><bdi>{change.reason}</bdi></p>}</>,
      }))} />
    </Part>
  );
}

/** How often its day, time or zone changed while it was planned. */
function movesOf({ changes, date }: Handover): number {
  const stood = [...changes.map(({ before }) => [before.dateEdtf, before.startTime, before.timeZone].join()), [date.edtf, date.startTime, date.timeZone].join()];
  return changes.filter(({ before }, n) => (before.status === 'planned' || before.status === 'listed') && before.dateEdtf !== null && stood[n] !== stood[n + 1]).length;
}
