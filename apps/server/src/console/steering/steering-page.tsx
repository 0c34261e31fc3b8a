import { type JSX } from 'preact';
import { MEMBER_ORDERS, movers, type MemberOrder, type ShareLine, type Steering } from '#libs/tallies';
import { type SteeredPlace } from '../../reading/steering-reader.js';
import { formatFigure, type Translator } from '../../i18n/index.js';
import { Button, EmptyState, Ledger, Notice, Select, ShareBars, Table, TimeChart, usePage } from '../../ui/index.js';
import { type Desk, withParameter } from '../desk.js';
import { Frame, Head, Part } from '../views/frame.js';
import { petitionPath } from '../views/petition-frame.js';
import { inLanguage, shortDay } from '../words.js';
import { Members } from './steering-members.js';
import { changeInWords, hourLabels, outlookInWords, sharePercent } from './steering-words.js';

export interface SteeringView {
  place: SteeredPlace;
  steering: Steering;
  /** To choose between; none on a petition's page. */
  campaigns: readonly { slug: string; title: Record<string, string>; language: string }[];
  order: MemberOrder;
}

export const steeringPath = ({ place }: Pick<SteeringView, 'place'>): string => (place.slug ? `/console/steering/petitions/${place.slug}` : `/console/steering/campaigns/${place.campaign}`);

/** The same place as a file; the region goes along. */
export function fileOf(view: Pick<SteeringView, 'place'>, table: string): string {
  const path = `${steeringPath(view)}/${table}.csv`;
  return view.place.kind === 'region' ? withParameter(path, 'region', view.place.jurisdictionId ?? '') : path;
}

export function CsvLink({ view, table }: { view: SteeringView; table: string }): JSX.Element {
  const { t, link } = usePage();
  return <p><a class="csv-link" href={link(fileOf(view, table))}>{t('steering.csv')}</a></p>;
}

export function SteeringPage({ desk, view }: { desk: Desk; view: SteeringView }): JSX.Element {
  const { t, link } = desk.page;
  const { place, steering } = view;
  const title = titleOf(t, place);
  return (
    <Frame desk={desk} title={`${title} · ${t('steering.title')}`} section={place.kind === 'petition' ? 'petitions' : 'steering'}>
      <Head title={t('steering.title')} lede={title} back={place.slug ? { href: link(petitionPath(place.slug)), label: title } : { href: link('/console'), label: t('console.nav.today') }}>
        <a class="line-link" href={link(fileOf(view, 'all'))}>{t('steering.csv.all')}</a>
      </Head>
      <Choice view={view} />
      {place.partial && <Notice><p>{t('steering.partial')}</p></Notice>}
      <div class="columns even">
        <div><Where view={view} /></div>
        <div><Ahead view={view} /></div>
      </div>
      <Pace view={view} />
      <div class="columns even">
        <div><Shares view={view} table="channels" lines={steering.channels} nameOf={(line) => t.maybe(`console.channel.${line.key}`) ?? line.key} /></div>
        <div><Shares view={view} table="countries" lines={steering.countries} nameOf={(line) => t.place(line.key)} /></div>
      </div>
      <Shares view={view} table="links" lines={steering.links} nameOf={(line) => line.name ?? (line.key === '' ? t('steering.links.none') : line.key)} />
      {steering.members.length > 0 && <Members view={view} />}
      <p class="soft">{t('steering.method')}</p>
    </Frame>
  );
}

function titleOf(t: Translator, place: SteeredPlace): string {
  const campaign = inLanguage(place.campaignTitle, place.campaignLanguage, t).text;
  return place.jurisdictionId ? `${t.place(place.jurisdictionId, place.jurisdictionName ?? undefined)} · ${campaign}` : campaign;
}

function Choice({ view }: { view: SteeringView }): JSX.Element | null {
  const { t, link } = usePage();
  const { place, campaigns, order } = view;
  if (place.kind === 'petition') return null;
  return (
    <>
      {campaigns.length > 1 && (
        <nav class="tabs" aria-label={t('steering.campaigns')}>
          <ul>{campaigns.map((one) => <li key={one.slug}><a href={link(`/console/steering/campaigns/${one.slug}`)} aria-current={one.slug === place.campaign ? 'page' : undefined}><bdi>{inLanguage(one.title, one.language, t).text}</bdi></a></li>)}</ul>
        </nav>
      )}
      <form class="filter" method="get" action={link(steeringPath(view))}>
        {place.regions.length > 0 && (
          <Select name="region" label={t('steering.region')} value={place.jurisdictionId ?? ''} options={[{ value: '', label: t('steering.region.all') }, ...place.regions.map(({ id, name }) => ({ value: id, label: t.place(id, name) }))]} />
        )}
        <Select name="order" label={t('steering.order')} value={order} options={MEMBER_ORDERS.map((one) => ({ value: one, label: t(`steering.order.${one}`) }))} />
        <Button look="quiet">{t('steering.show')}</Button>
      </form>
    </>
  );
}

function Where({ view }: { view: SteeringView }): JSX.Element {
  const { t } = usePage();
  const { total, pace, asOf, timeZone } = view.steering;
  const qualifier = total.lowerBound ? 'lower-bound' : 'exact';
  return (
    <Part id="where" title={t('steering.where')} note={t('steering.as-of', { time: t.instant(asOf.toISOString(), timeZone) })}>
      <Ledger caption={t('steering.where.caption')} rows={[
        { label: t('console.figures.counted'), value: t.number(total.counted) },
        { label: t('console.figures.attested'), value: total.attested > 0 ? formatFigure(t, { value: total.attested, qualifier }) : t('console.figures.none-attested') },
      ]} total={{ label: t('console.col.total'), value: formatFigure(t, { value: total.total, qualifier }) }} />
      <dl class="facts-row">
        <div><dt>{t('console.col.today')}</dt><dd>{t.number(pace.today)}</dd></div>
        <div><dt>{t('console.col.week')}</dt><dd>{t.number(pace.week)}</dd></div>
        <div><dt>{t('console.figures.week-before')}</dt><dd>{t.number(pace.weekBefore)}</dd></div>
        <div><dt>{t('console.figures.pending')}</dt><dd>{t.number(total.pending)}</dd></div>
      </dl>
      <p>{changeInWords(t, pace)}</p>
      <CsvLink view={view} table="figures" />
    </Part>
  );
}

function Ahead({ view }: { view: SteeringView }): JSX.Element {
  const { t } = usePage();
  const { ahead, timeZone } = view.steering;
  return (
    <Part id="ahead" title={t('steering.ahead')} note={t('steering.ahead.note')}>
      {ahead.length === 0 ? <EmptyState title={t('steering.ahead.none')} /> : (
        <>
          <ul class="steer-ahead">
            {ahead.map((one) => (
              <li key={one.threshold}>
                <span class="step">{t.number(one.threshold)}</span>
                <div>
                  <p>{outlookInWords(t, one, timeZone)}</p>
                  <p class="soft small">{t('steering.ahead.missing', { n: one.remaining })}{one.fewDays && <> · {t('steering.few-days')}</>}</p>
                </div>
              </li>
            ))}
          </ul>
          <CsvLink view={view} table="milestones" />
        </>
      )}
    </Part>
  );
}

function Pace({ view }: { view: SteeringView }): JSX.Element {
  const { t } = usePage();
  const { hours, days, pace, timeZone } = view.steering;
  const best = days.reduce((top, day) => (day.n > top.n ? day : top), { day: '', n: 0 });
  const lastDay = hours.slice(-24).reduce((sum, { n }) => sum + n, 0);
  const dayBefore = hours.slice(0, 24).reduce((sum, { n }) => sum + n, 0);
  return (
    <div class="columns even">
      <div>
        <Part id="hours" title={t('steering.hours')}>
          <TimeChart finding={t('steering.hours.finding', { n: lastDay, before: dayBefore })} what={t('steering.hours.what', { zone: timeZone })} labelHeading={t('steering.hour')} valueHeading={t('console.col.counted')}
            legend={{ now: t('steering.hours.now'), before: t('steering.hours.before') }} download={<CsvLink view={view} table="hours" />}
            points={hours.map(({ hour, n }, at) => {
              const { short, full } = hourLabels(t, hour, timeZone);
              return { key: hour, label: short, full, value: n, now: at >= 24 };
            })} />
        </Part>
      </div>
      <div>
        <Part id="days" title={t('steering.days')}>
          <TimeChart finding={best.n > 0 ? t('steering.days.finding', { day: shortDay(t, best.day), n: best.n, week: pace.week }) : t('steering.days.none')} what={t('steering.days.what', { zone: timeZone })}
            labelHeading={t('console.col.day')} valueHeading={t('console.col.counted')} legend={{ now: t('console.col.week'), before: t('steering.days.before') }} download={<CsvLink view={view} table="days" />}
            points={days.map(({ day, n }, at) => ({ key: day, label: shortDay(t, day), value: n, now: at >= days.length - 7 }))} />
        </Part>
      </div>
    </div>
  );
}

const MOST_LINES = 25;

function Shares({ view, table, lines, nameOf }: { view: SteeringView; table: 'channels' | 'countries' | 'links'; lines: readonly ShareLine[]; nameOf: (line: ShareLine) => string }): JSX.Element | null {
  const { t } = usePage();
  const shown = lines.slice(0, MOST_LINES);
  if (shown.length === 0) return null;
  const top = Math.max(...shown.map(({ share, shareBefore }) => Math.max(share ?? 0, shareBefore ?? 0)));
  const { rising, falling } = movers(lines);
  const moved = [
    rising && t('steering.shares.rising', { name: nameOf(rising), n: rising.week, before: rising.weekBeforeSoFar }),
    falling && t('steering.shares.falling', { name: nameOf(falling), n: falling.week, before: falling.weekBeforeSoFar }),
  ].filter((sentence) => sentence !== null);
  return (
    <Part id={table} title={t(`steering.shares.${table}`)} note={moved.length > 0 ? moved.join(' ') : t('steering.shares.still')}>
      <div class="steer-wide">
        <Table caption={t(`steering.shares.${table}`)} captionHidden columns={[
          { label: t(`steering.shares.${table}.name`) }, { label: t('steering.shares.bars') }, { label: t('steering.shares.now'), figure: true }, { label: t('steering.shares.before'), figure: true }, { label: t('console.col.total'), figure: true },
        ]} rows={shown.map((line) => ({
          key: line.key || 'none',
          cells: [
            <bdi>{nameOf(line)}</bdi>, <ShareBars now={line.share ?? 0} before={line.shareBefore ?? 0} top={top} />,
            <>{sharePercent(t, line.share)}<span class="row-note">{t.number(line.week)}</span></>, <>{sharePercent(t, line.shareBefore)}<span class="row-note">{t.number(line.weekBeforeSoFar)}</span></>, t.number(line.all),
          ],
        }))} />
      </div>
      <p class="chart-key"><span class="key-now">{t('steering.shares.now')}</span><span class="key-before">{t('steering.shares.before')}</span></p>
      {lines.length > MOST_LINES && <p class="soft">{t('steering.shares.more', { shown: MOST_LINES, all: lines.length })}</p>}
      <CsvLink view={view} table={table} />
    </Part>
  );
}
