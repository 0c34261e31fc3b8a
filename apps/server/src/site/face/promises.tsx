import { type JSX } from 'preact';
import { formatEdtf, type Translator } from '../../i18n/index.js';
import { CommitmentTag, EmptyState, Pagination, Table, Tag, Text, UntranslatedNote, usePage, type PageContext } from '../../ui/index.js';
import { boardPage, SORTS, type BoardPage, type BoardQuestion } from './board-rules.js';
import { FaceDocument, Filter, withQuery, type FilterChoice } from './frame.js';
import { type BoardView, type PromiseView } from './view-models.js';

/** Every promise with where it stands, and which of the calls have an answer at all. */
export function PromisesPage({ page, view, question }: { page: PageContext; view: BoardView; question: BoardQuestion }): JSX.Element {
  const { t, link } = page;
  const path = link(`/campaigns/${view.campaign.slug}/promises`);
  const board = boardPage(view.promises, question, ({ place }) => t.place(place.id, place.name), t.locale);
  const address = addressOf(path, question);
  return (
    <FaceDocument page={page} campaign={view.campaign} title={t('face.promises.title')} here="promises" lede={t('face.promises.lede')} description={t('face.promises.lede')}>
      <Filters view={view} question={question} board={board} address={address} />
      <p class="soft" role="status">{t('face.promises.found', { n: board.total, all: view.promises.length })} · <a class="line-link" href={link(`/campaigns/${view.campaign.slug}/data`)}>{t('face.promises.csv')}</a></p>
      <UntranslatedNote texts={board.promises.map(({ commitment }) => commitment.text)} />
      {board.promises.length === 0
        ? <EmptyState title={t(view.promises.length === 0 ? 'site.commitments.none' : 'face.promises.none')} />
        : <Table stacked caption={t('face.promises.title')} captionHidden
            columns={[{ label: t('site.countries.country') }, { label: t('face.promises.promise') }, { label: t('face.promises.concerns') }, { label: t('face.promises.status') }, { label: t('face.promises.due') }]}
            rows={board.promises.map((promise) => ({ key: promise.commitment.id, cells: cellsOf(t, link, promise) }))} />}
      <Pagination page={board.page} pages={board.pages} href={(n) => address({ page: n })} />
      <Answered view={view} />
    </FaceDocument>
  );
}

type Change = Partial<Record<keyof BoardQuestion, string | number | boolean | null>>;

/** The list as it is, but for what changes; every other answer starts again at its first page. */
const addressOf = (path: string, question: BoardQuestion) => (change: Change): string => {
  const { country, goal, instrument, status, overdue, sort, page } = { ...question, page: null, ...change };
  return withQuery(path, {
    country: textIn(country), goal: textIn(goal), instrument: textIn(instrument), status: textIn(status), overdue: overdue ? 'yes' : null, sort: sort === SORTS[0] ? null : textIn(sort), page: page === 1 ? null : textIn(page),
  });
};
const textIn = (value: string | number | boolean | null): string | null => (value === null ? null : String(value));

function Filters({ view, question, board, address }: { view: BoardView; question: BoardQuestion; board: BoardPage; address: (change: Change) => string }): JSX.Element {
  const { t } = usePage();
  const everything = (field: 'country' | 'goal' | 'instrument' | 'status'): FilterChoice => ({ key: '', label: t('face.filter.all'), href: address({ [field]: null }), current: question[field] === null });
  const choices = (field: 'country' | 'goal' | 'instrument' | 'status', name: (key: string) => string): FilterChoice[] => [
    everything(field),
    ...board.choices[field].map(({ key, n }) => ({ key, label: name(key), href: address({ [field]: key }), current: question[field] === key, count: n })).sort((a, b) => a.label.localeCompare(b.label, t.locale)),
  ];
  const places = new Map(view.promises.map(({ place }) => [place.id, t.place(place.id, place.name)]));
  const instruments = new Map(view.promises.flatMap(({ instrument }) => (instrument ? [[instrument.key, instrument.name.text] as const] : [])));
  return (
    <div class="filters">
      <Filter label={t('face.promises.status')} choices={choices('status', (key) => t.maybe(`ui.commitment.${key}`) ?? key)} />
      {(board.choices.overdue > 0 || question.overdue) && <Filter label={t('face.promises.due')} choices={[
        { key: 'any', label: t('face.filter.all'), href: address({ overdue: null }), current: !question.overdue },
        { key: 'overdue', label: t('face.promises.overdue'), href: address({ overdue: true }), current: question.overdue, count: board.choices.overdue },
      ]} />}
      <Filter label={t('face.promises.goal')} choices={choices('goal', (key) => t.maybe(`ui.goal.${key}`) ?? key)} />
      <Filter folded label={t('site.countries.country')} choices={choices('country', (key) => places.get(key) ?? key)} />
      <Filter folded label={t('face.promises.instrument')} choices={choices('instrument', (key) => instruments.get(key) ?? key)} />
      <Filter label={t('face.promises.sort')} choices={SORTS.map((sort) => ({ key: sort, label: t(`face.promises.sort.${sort}`), href: address({ sort }), current: sort === question.sort }))} />
    </div>
  );
}

function cellsOf(t: Translator, link: (path: string) => string, { commitment, place, href, goals, instrument, overdue, since }: PromiseView): JSX.Element[] {
  return [
    <a key="c" class="row-link" href={link(href)}>{t.place(place.id, place.name)}</a>,
    <><Text as="p" value={commitment.text} />{commitment.by && <span class="row-note"><Text value={commitment.by} /></span>}<span class="row-note">{answersSaid(t, commitment.answers)}</span></>,
    <>{goals.length > 0 ? t.list(goals.map((goal) => t.maybe(`ui.goal.${goal}`) ?? goal)) : <span class="soft">–</span>}{instrument && <span class="row-note"><Text value={instrument.name} /></span>}</>,
    <><CommitmentTag state={commitment.state} />{since && <span class="row-note">{formatEdtf(t.locale, since)}</span>}</>,
    <>{commitment.due ? formatEdtf(t.locale, commitment.due) : <span class="soft">{t('face.promises.no-due')}</span>}{overdue && <span class="row-note"><Tag shape="triangle" tone="warn">{t('face.promises.overdue')}</Tag></span>}</>,
  ];
}

function answersSaid(t: Translator, answers: PromiseView['commitment']['answers']): string {
  if (answers === 'all') return t('site.commitments.answers.all');
  return answers.length === 0 ? t('site.commitments.answers.none') : t('site.commitments.answers', { calls: t.list(answers.map((number) => t('site.petition.call', { number }))) });
}

/** Named by a promise, only meant along with all others, or without any answer: three things, counted apart. */
function Answered({ view }: { view: BoardView }): JSX.Element | null {
  const { t, link } = usePage();
  const { answered, answeredBy } = view;
  if (answered.calls === 0) return null;
  return (
    <section class="section" aria-labelledby="answered">
      <h2 id="answered">{t('face.answered.title')}</h2>
      <dl class="figures">
        <div><dt>{t('site.campaign.calls')}</dt><dd>{t.number(answered.calls)}</dd></div>
        <div><dt>{t('face.answered.any')}</dt><dd>{t.number(answered.atLeastOnce)}</dd></div>
        <div><dt>{t('face.answered.by-name')}</dt><dd>{t.number(answered.byName)}</dd></div>
        <div><dt>{t('face.answered.none')}</dt><dd>{t.number(answered.calls - answered.atLeastOnce)}</dd></div>
      </dl>
      <p class="soft">{t('face.answered.text', { all: answered.byAll })}</p>
      <details class="disclosure">
        <summary>{t('face.answered.table')}</summary>
        <Table caption={t('face.answered.title')} captionHidden
          columns={[{ label: t('site.countries.country') }, { label: t('site.campaign.calls'), figure: true }, { label: t('face.answered.by-name'), figure: true }, { label: t('face.answered.by-all'), figure: true }, { label: t('face.answered.none'), figure: true }]}
          rows={answeredBy.map((row) => ({ key: row.place.id, name: t.place(row.place.id, row.place.name), row })).sort((a, b) => a.name.localeCompare(b.name, t.locale))
            .map(({ key, name, row }) => ({ key, cells: [<a key="c" class="row-link" href={link(row.href)}>{name}</a>, t.number(row.calls), t.number(row.byName), t.number(row.byAllOnly), t.number(row.none)] }))}
          foot={[t('site.total.sum'), ...(['calls', 'byName', 'byAllOnly', 'none'] as const).map((field) => t.number(answeredBy.reduce((sum, row) => sum + row[field], 0)))]} />
      </details>
    </section>
  );
}
