import { type JSX } from 'preact';
import { type Office, officeName, type Term } from '#libs/handovers';
import { Button, Field, usePage, type FieldError } from '../../ui/index.js';
import { type Desk } from '../desk.js';
import { type Bookable } from '../read/bookable.js';
import { Frame, Head, messageFor, PostForm } from '../views/frame.js';

export interface TermView {
  office: Office;
  term: Term;
  place: Bookable;
  /** As typed, where something was wrong. */
  failed: { values: Readonly<Record<string, string>>; errors: readonly FieldError[] } | null;
}

/** Corrects who held an office and when. */
export function TermPage({ desk, view: { office, term, place, failed } }: { desk: Desk; view: TermView }): JSX.Element {
  const { t, link } = desk.page;
  const name = officeName(office, t.locale, place.campaignLanguage);
  const { values, errors } = failed ?? { values: { person: term.person, from: term.from, to: term.to ?? '', source: term.source ?? '' }, errors: [] };
  return (
    <Frame desk={desk} title={t('calendar.term.correct.title')} section="offices" faulty={failed !== null}>
      <Head title={t('calendar.term.correct.title')} back={{ href: link(`/console/offices?place=${encodeURIComponent(place.key)}`), label: t('calendar.offices.title') }}
        lede={<><bdi lang={name.language === t.locale ? undefined : name.language}>{name.text}</bdi> · {t.place(place.jurisdictionId, place.jurisdictionName)}</>} />
      <div class="sheet form-sheet">
        <PostForm action={`/console/offices/${office.id}/holders/${term.id}`} errors={errors}>
          <TermFields values={values} errors={errors} />
          <Button>{t('calendar.term.correct.submit')}</Button>
        </PostForm>
      </div>
    </Frame>
  );
}

/** Person, days and source: the same where a term is told and where it is corrected. */
export function TermFields({ values, errors }: { values: Readonly<Record<string, string>>; errors: readonly FieldError[] }): JSX.Element {
  const { t } = usePage();
  return (
    <>
      <Field name="person" label={t('calendar.term.person')} required maxLength={200} value={values['person']} error={messageFor(errors, 'person')} />
      <Field name="from" label={t('calendar.term.from')} hint={t('calendar.term.hint')} required value={values['from']} error={messageFor(errors, 'from')} />
      <Field name="to" label={t('calendar.term.to')} optional value={values['to']} error={messageFor(errors, 'to')} />
      <Field name="source" label={t('calendar.source')} optional maxLength={500} value={values['source']} />
    </>
  );
}
