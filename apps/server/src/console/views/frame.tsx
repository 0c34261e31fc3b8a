import { createContext, type JSX } from 'preact';
import { useContext } from 'preact/hooks';
import { Document, ErrorSummary, Hidden, Mark, type NavItem, Notice, type Children, type FieldError } from '../../ui/index.js';
import { type Desk, type DeskPerson } from '../desk.js';

export type Section = 'today' | 'petitions' | 'handovers' | 'commitments' | 'stores' | 'ratifications' | 'steering' | 'offices' | 'calendar-feed' | 'people' | 'progress' | 'publications' | 'webhooks' | 'audit' | 'quiet-hours' | 'account';
type Entry = readonly [Section, string, (person: DeskPerson) => boolean];
const SECTIONS: readonly Entry[] = [
  ['today', '/console', ({ reads }) => reads], ['petitions', '/console/petitions', ({ reads }) => reads], ['handovers', '/console/handovers', ({ reads }) => reads],
  ['commitments', '/console/commitments', ({ reads }) => reads], ['stores', '/console/stores', ({ collects }) => collects],
];
/** Behind "More": what is not needed every day. */
const MORE: readonly Entry[] = [
  ['steering', '/console/steering', ({ reads }) => reads], ['progress', '/console/progress', ({ reads }) => reads], ['ratifications', '/console/ratifications', ({ reads }) => reads], ['offices', '/console/offices', ({ organises }) => organises], ['calendar-feed', '/console/calendar-feed', ({ reads }) => reads],
  ['publications', '/console/publications', ({ publishes }) => publishes], ['people', '/console/people', ({ gives }) => gives], ['webhooks', '/console/webhooks', ({ organises }) => organises], ['audit', '/console/audit', ({ audits }) => audits],
  ['quiet-hours', '/console/quiet-hours', ({ reads }) => reads], ['account', '/console/account', () => true],
];

const DeskContext = createContext<Desk | null>(null);

export function useDesk(): Desk {
  const desk = useContext(DeskContext);
  if (!desk) throw new Error('a component of the console was rendered outside of its frame');
  return desk;
}

export interface FrameProps {
  desk: Desk;
  /** Seconds after which the page is fetched anew, where one waits for something. */
  refreshS?: number;
  /** A module of assets/ beside the console's own. */
  island?: string;
  /** Stylesheets of assets/ beside the console's own. */
  styles?: readonly string[];
  title: string;
  section?: Section;
  /** Before the title in the browser's tab: that something is wrong must be heard first. */
  faulty?: boolean;
  children: Children;
}

/** Every page of the console: where one is, who one is, and what was just done. */
export function Frame({ desk, title, section, faulty, refreshS, island, styles, children }: FrameProps): JSX.Element {
  const { t, link } = desk.page;
  const { person } = desk;
  const theirs = (entries: readonly Entry[]): NavItem[] =>
    person ? entries.filter(([, , isTheirs]) => isTheirs(person)).map(([name, href]) => ({ label: t(`console.nav.${name}`), href: link(href), current: name === section })) : [];
  const said = desk.done ? t.maybe(`console.done.${desk.done}`) : null;
  return (
    <Document page={desk.page} title={faulty ? t('console.title.faulty', { title }) : title} noindex layout="console" nav={theirs(SECTIONS)} navMore={{ label: t('console.nav.more'), items: theirs(MORE) }} footer={<Foot desk={desk} />} refreshS={refreshS} styles={styles} scripts={['console.js', ...(island ? [island] : [])]}>
      <DeskContext.Provider value={desk}>
        <div class="wrap console-page">
          {said && !faulty && <Notice look="good" live><p>{said}</p></Notice>}
          {children}
        </div>
      </DeskContext.Provider>
    </Document>
  );
}

function Foot({ desk }: { desk: Desk }): JSX.Element {
  const { t, link } = desk.page;
  return (
    <footer class="colophon console-foot">
      <div class="colophon-row">
        <p class="colophon-promise"><Mark size={28} /><span>{desk.person ? t('console.foot.who', { name: desk.person.name }) : t('ui.tagline')}</span></p>
        {desk.person && (
          <div class="actions">
            <a href={link('/console/account')}>{t('account.title')}</a>
            <form method="post" action={link('/console/logout')}>
              <Hidden name="_csrf" value={desk.csrf} />
              <button class="button quiet" type="submit">{t('console.logout')}</button>
            </form>
          </div>
        )}
      </div>
    </footer>
  );
}

/** Heading of a page, the way back above it, and what one can do here beside it. */
export function Head({ title, back, lede, children }: { title: Children; back?: { href: string; label: string }; lede?: Children; children?: Children }): JSX.Element {
  return (
    <div class="console-head">
      {back && <p class="kicker"><a href={back.href}>{back.label}</a></p>}
      <div class="console-head-row">
        <div class="console-title"><h1>{title}</h1>{lede && <p class="lede">{lede}</p>}</div>
        {children && <div class="actions">{children}</div>}
      </div>
    </div>
  );
}

/** A form of the console: its token, and all that is wrong with it in one place. */
export function PostForm({ action, errors = [], children, compact, files }: { action: string; errors?: readonly FieldError[]; children: Children; compact?: boolean; /** The form brings a file. */ files?: boolean }): JSX.Element {
  const { csrf, page } = useDesk();
  return (
    <form class={compact ? 'form compact' : 'form'} method="post" action={page.link(action)} noValidate encType={files ? 'multipart/form-data' : undefined}>
      <Hidden name="_csrf" value={csrf} />
      <Faults errors={errors} />
      {children}
    </form>
  );
}

/** A fault of no field of its own stands in the summary without a link to anywhere. */
export function Faults({ errors }: { errors: readonly FieldError[] }): JSX.Element {
  const general = errors.filter(({ field }) => field === 'form');
  return (
    <>
      {general.map(({ message }) => <Notice key={message} look="bad" live><p>{message}</p></Notice>)}
      <ErrorSummary errors={errors.filter(({ field }) => field !== 'form')} />
    </>
  );
}

/** Says what is wrong with one field. */
export const messageFor = (errors: readonly FieldError[], field: string): string | undefined => errors.find((error) => error.field === field)?.message;

/** A part of a page with its heading. */
export function Part({ id, title, note, children }: { id: string; title: string; note?: Children; children: Children }): JSX.Element {
  return (
    <section class="section" aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {note && <p class="soft part-note">{note}</p>}
      {children}
    </section>
  );
}
