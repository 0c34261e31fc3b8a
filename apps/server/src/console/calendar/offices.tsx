import { type JSX } from 'preact';
import { type Blackout, type Office, officeName, RECIPIENT_KINDS, type Term } from '#libs/handovers';
import { formatEdtf, LOCALES, ownName } from '../../i18n/index.js';
import { Button, EmptyState, Field, Select, usePage, type FieldError } from '../../ui/index.js';
import { type Desk } from '../desk.js';
import { type Bookable } from '../read/bookable.js';
import { Frame, Head, messageFor, Part, PostForm } from '../views/frame.js';
import { Folded } from '../views/handover-forms.js';
import { TermFields } from './term.js';

export interface OfficesView {
  places: readonly Bookable[];
  /** Null: none chosen. */
  place: Bookable | null;
  mayOrganise: boolean;
  offices: readonly Office[];
  blackouts: readonly Blackout[];
  today: string;
  /** `form`: `office`, `blackout`, or the id of the office whose holder was told. */
  failed: { form: string; values: Readonly<Record<string, string>>; errors: readonly FieldError[] } | null;
}

/** Offices with everybody who held them, and times before elections, of one place. */
export function OfficesPage({ desk, view }: { desk: Desk; view: OfficesView }): JSX.Element {
  const { t, link } = desk.page;
  const { place } = view;
  return (
    <Frame desk={desk} title={t('calendar.offices.title')} section="offices" faulty={view.failed !== null}>
      <Head title={t('calendar.offices.title')} back={{ href: link('/console/handovers'), label: t('console.nav.handovers') }} lede={t('calendar.offices.lede')} />
      <form class="form compact filters" method="get" action={link('/console/offices')}>
        <Select name="place" label={t('calendar.filter.place')} value={place?.key ?? ''} options={[{ value: '', label: t('console.choose') }, ...view.places.map((one) => ({ value: one.key, label: t.place(one.jurisdictionId, one.jurisdictionName) }))]} />
        <Button look="quiet">{t('calendar.filter.submit')}</Button>
      </form>
      {place && (
        <>
          <Part id="offices" title={t.place(place.jurisdictionId, place.jurisdictionName)}>
            {view.offices.length === 0 && <EmptyState title={t('calendar.offices.none')} />}
            {view.offices.map((office) => <OfficeEntry key={office.id} office={office} view={view} place={place} />)}
            {view.mayOrganise && <OfficeForm view={view} place={place} />}
          </Part>
          <Blackouts view={view} place={place} />
        </>
      )}
    </Frame>
  );
}

const action = (path: string, place: Bookable): string => `/console/offices${path}?place=${encodeURIComponent(place.key)}`;

function refused(view: OfficesView, form: string): { values: Readonly<Record<string, string>>; errors: readonly FieldError[] } {
  return view.failed?.form === form ? view.failed : { values: {}, errors: [] };
}

function termWords(t: Desk['page']['t'], { from, to }: Pick<Term, 'from' | 'to'>): string {
  return to === null ? t('calendar.term.since', { day: formatEdtf(t.locale, from) }) : t('calendar.term.span', { from: formatEdtf(t.locale, from), to: formatEdtf(t.locale, to) });
}

function OfficeEntry({ office, view, place }: { office: Office; view: OfficesView; place: Bookable }): JSX.Element {
  const { t, link } = usePage();
  const name = officeName(office, t.locale, place.campaignLanguage);
  const { values, errors } = refused(view, office.id);
  return (
    <section aria-label={name.text}>
      <h3><bdi lang={name.language === t.locale ? undefined : name.language}>{name.text}</bdi></h3>
      <p class="soft">{office.body && <><bdi>{office.body}</bdi> · </>}{t(`ui.kind.${office.kind}`)}</p>
      {office.terms.length === 0 && <p class="soft">{t('calendar.term.none')}</p>}
      <ul class="lines">
        {[...office.terms].reverse().map((term) => (
          <li key={term.id}>
            <div><p class="line-title"><bdi>{term.person}</bdi></p><p class="soft">{termWords(t, term)}{term.source && <> · <bdi>{term.source}</bdi></>}</p></div>
            {view.mayOrganise && <a class="line-link" href={link(`/console/offices/${office.id}/holders/${term.id}`)} aria-label={t('calendar.term.correct.of', { person: term.person })}>{t('calendar.term.correct')}</a>}
          </li>
        ))}
      </ul>
      {view.mayOrganise && (
        <Folded title={t('calendar.term.add')} open={errors.length > 0}>
          <PostForm action={action(`/${office.id}/holders`, place)} errors={errors}>
            <TermFields values={values} errors={errors} />
            <Button>{t('calendar.add')}</Button>
          </PostForm>
        </Folded>
      )}
    </section>
  );
}

function OfficeForm({ view, place }: { view: OfficesView; place: Bookable }): JSX.Element {
  const { t } = usePage();
  const { values, errors } = refused(view, 'office');
  return (
    <Folded title={t('calendar.office.add')} open={errors.length > 0}>
      <PostForm action={action('', place)} errors={errors}>
        <div class="pair">
          <Field name="name" label={t('calendar.office.name')} required maxLength={300} value={values['name']} error={messageFor(errors, 'names')} />
          <Select name="language" label={t('calendar.office.language')} value={values['language'] ?? t.locale} options={LOCALES.map((one) => ({ value: one, label: ownName(one) }))} />
        </div>
        <div class="pair">
          <Field name="body" label={t('calendar.office.body')} optional maxLength={300} value={values['body']} />
          <Select name="kind" label={t('console.book.kind')} value={values['kind'] ?? 'executive'} options={RECIPIENT_KINDS.map((kind) => ({ value: kind, label: t(`ui.kind.${kind}`) }))} />
        </div>
        <Button>{t('calendar.add')}</Button>
      </PostForm>
    </Folded>
  );
}

function Blackouts({ view, place }: { view: OfficesView; place: Bookable }): JSX.Element {
  const { t } = usePage();
  const { values, errors } = refused(view, 'blackout');
  return (
    <Part id="blackouts" title={t('calendar.blackouts')} note={t('calendar.blackouts.note')}>
      <ul class="lines">
        {view.blackouts.map((one) => (
          <li key={one.id}>
            <div><p class="line-title"><bdi>{one.reason}</bdi></p><p class="soft">{termWords(t, one)}{one.source && <> · <bdi>{one.source}</bdi></>}</p></div>
            {view.mayOrganise && <PostForm action={action(`/blackouts/${one.id}/remove`, place)} compact><Button look="quiet">{t('calendar.remove')}</Button></PostForm>}
          </li>
        ))}
      </ul>
      {view.mayOrganise && (
        <Folded title={t('calendar.blackout.add')} open={errors.length > 0}>
          <PostForm action={action('/blackouts', place)} errors={errors}>
            <div class="pair">
              <Field name="from" label={t('calendar.blackout.from')} hint={t('calendar.term.hint')} required value={values['from']} error={messageFor(errors, 'from')} />
              <Field name="to" label={t('calendar.blackout.to')} required value={values['to']} error={messageFor(errors, 'to')} />
            </div>
            <Field name="reason" label={t('calendar.blackout.reason')} required maxLength={300} value={values['reason']} error={messageFor(errors, 'reason')} />
            <Field name="source" label={t('calendar.source')} optional maxLength={500} value={values['source']} />
            <Button>{t('calendar.add')}</Button>
          </PostForm>
        </Folded>
      )}
    </Part>
  );
}
