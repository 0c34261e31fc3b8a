import { type JSX } from 'preact';
import { type PercentCheck, type PrintedShare } from '#libs/progress';
import { type Translator } from '../../i18n/index.js';
import { EmptyState, inSentence, Notice, Pagination, Table, Tag, Text, UntranslatedNote, usePage, type PageContext, type TagShape, type TagTone } from '../../ui/index.js';
import { FactsDocument, Source } from './frame.js';
import { type StatisticsView, type StatisticView } from './view-models.js';

const LOOKS: Record<PercentCheck['result'], [TagShape, TagTone]> = {
  rounded: ['check', 'good'], cut: ['half', 'pen'], impossible: ['cross', 'warn'], fraction: ['dash', 'plain'], about: ['dash', 'plain'], 'no-base': ['dash', 'plain'], 'no-share': ['dash', 'plain'],
};

/** The figures as they were printed, each with its base and with whether it can stand for a whole number of countries. */
export function StatisticsPage({ page, view }: { page: PageContext; view: StatisticsView }): JSX.Element {
  const { t, link } = page;
  const address = `/campaigns/${view.campaign.slug}/statistics?${view.asked === '' ? '' : `goal=${encodeURIComponent(view.asked)}&`}`;
  const figures = view.goals.flatMap(({ statistics }) => statistics);
  return (
    <FactsDocument page={page} campaign={view.campaign} title={t('site.sections.statistics')} here="statistics" lede={t('facts.statistics.lede')}>
      {figures.length === 0 ? <div class="section"><EmptyState title={t('facts.statistics.none')} /></div> : (
        <div class="section"><Notice title={t('facts.check.title')}>
          <p>{t('facts.check.text')}</p>
          <p>{t('facts.check.found', { total: view.total, impossible: view.impossible, cut: view.cut })}</p>
          <ul class="marks">
            {(['rounded', 'cut', 'impossible', 'fraction', 'about', 'no-base', 'no-share'] as const).map((result) => <li key={result}><Mark result={result} /> <span class="soft">{t(`facts.check.${result}.means`)}</span></li>)}
          </ul>
        </Notice></div>
      )}
      <UntranslatedNote texts={figures.map(({ statement }) => statement)} />
      {view.goals.map(({ key, title, statistics }) => (
        <section key={key} class="section" aria-labelledby={`goal-${key}`}>
          <h2 id={`goal-${key}`}>{title ? <Text value={title} /> : t('facts.statistics.other')}</h2>
          <Table stacked captionHidden caption={title ? inSentence(t, title) : t('facts.statistics.other')}
            columns={[{ label: t('facts.statistics.published') }, { label: t('facts.statistics.figure'), figure: true }, { label: t('facts.statistics.base') }, { label: t('facts.check') }]}
            rows={statistics.map((one) => ({ key: one.key, cells: [<Statement key="s" one={one} />, figureSaid(t, one), <Base key="b" one={one} />, <Check key="c" one={one} />] }))} />
        </section>
      ))}
      <Pagination page={view.page} pages={view.pages} href={(n) => link(`${address}page=${n}`)} />
    </FactsDocument>
  );
}

function Mark({ result }: { result: PercentCheck['result'] }): JSX.Element {
  const [shape, tone] = LOOKS[result];
  return <Tag shape={shape} tone={tone}>{usePage().t(`facts.check.${result}`)}</Tag>;
}

function Statement({ one: { key, statement, about, year, note, source, correctedBy } }: { one: StatisticView }): JSX.Element {
  const { t } = usePage();
  return (
    <span id={key}>
      <Text value={statement} />
      {correctedBy && <span class="row-note"><Tag shape="triangle" tone="warn">{t('facts.corrected.by')}</Tag> <Text value={correctedBy} /></span>}
      <span class="row-note">{about && <><Text value={about} /> · </>}{year === null ? t('facts.statistics.no-year') : String(year)}</span>
      {note && <span class="row-note"><Text value={note} /></span>}
      <span class="row-note"><Source source={source} /></span>
    </span>
  );
}

/** The figure in words of its unit, with its qualifier. */
function figureSaid(t: Translator, { unit, value, fraction, qualifier, compareYear }: StatisticView): string {
  if (value === null) return t(`facts.words.${wordOf(qualifier)}`, { year: String(compareYear ?? '') });
  const figure = unit === 'fraction-percent' && fraction ? t('facts.fraction', { n: fraction.n, of: fraction.of })
    : unit === 'percent' || unit === 'percent-of-subset' ? t('facts.percent', { n: value })
      : unit === 'percent-change' ? t('facts.change', { n: value, year: String(compareYear ?? '') })
        : unit === 'cards' || unit === 'regions' ? t(`facts.${unit}`, { n: value }) : t('facts.countries', { n: value });
  return qualifier === 'more-than' || qualifier === 'nearly' || qualifier === 'approximately' ? t(`facts.qualifier.${qualifier}`, { figure }) : figure;
}

const WORDS = ['increased', 'decreased', 'unchanged', 'most', 'vast-majority'] as const;
const wordOf = (qualifier: string): (typeof WORDS)[number] => WORDS.find((one) => one === qualifier) ?? 'most';

/** Of whom the figure speaks, and of how many as printed; what we counted ourselves is said as such. */
function Base({ one: { scope, population, check, countries } }: { one: StatisticView }): JSX.Element {
  const { t } = usePage();
  const own = 'base' in check && check.base.from !== 'printed' ? check.base : null;
  return (
    <>
      {t(`facts.scope.${scope}`)}
      <span class="row-note">{population === null ? t('facts.base.none') : t('facts.base.printed', { n: population })}</span>
      {own && <span class="row-note">{t(own.from === 'subset' ? 'facts.base.subset' : 'facts.base.reviewed', { n: own.n })}</span>}
      {countries.length > 0 && <span class="row-note">{t.list(countries.map(({ name }) => name))}</span>}
    </>
  );
}

function Check({ one: { check, value } }: { one: StatisticView }): JSX.Element {
  const { t } = usePage();
  const share = (one: PrintedShare, base: number): string => t('facts.share', { count: one.count, base, percent: one.percent });
  return (
    <>
      <Mark result={check.result} />
      {'count' in check && <span class="row-note">{t('facts.check.stands-for', { count: check.count, base: check.base.n })}</span>}
      {'below' in check && <span class="row-note">{t('facts.check.neighbours', { shares: t.list([check.below, check.above].flatMap((one) => (one ? share(one, check.base.n) : []))) })}</span>}
      {'needs' in check && check.needs && <span class="row-note">{t('facts.check.needs', { percent: value ?? 0, count: check.needs.count, base: check.needs.base })}</span>}
    </>
  );
}
