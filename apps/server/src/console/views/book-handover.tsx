import { type JSX } from 'preact';
import { RECIPIENT_KINDS } from '#libs/handovers';
import { Button, EmptyState, Field, Hidden, Select, TextArea, type FieldError } from '../../ui/index.js';
import { type Desk } from '../desk.js';
import { type Bookable } from '../read/bookable.js';
import { timeZoneOptions } from '../time-zones.js';
import { Frame, Head, messageFor, PostForm } from './frame.js';

export interface BookView {
  bookables: readonly Bookable[];
  /** Settled by the address: then it is told, not asked. */
  settled: Bookable | null;
  values: Readonly<Record<string, string>>;
  errors: readonly FieldError[];
}

/** Eight fields, and only the first must be filled in: a date may come later, and a minister be named by office alone. */
export function BookPage({ desk, view }: { desk: Desk; view: BookView }): JSX.Element {
  const { t, link } = desk.page;
  const { errors, values, settled } = view;
  const fault = (field: string): string | undefined => messageFor(errors, field);
  return (
    <Frame desk={desk} title={t('console.book')} section="handovers" faulty={errors.length > 0}>
      <Head title={settled ? t('console.book.for', { place: t.place(settled.jurisdictionId, settled.jurisdictionName) }) : t('console.book')}
        back={{ href: link('/console/handovers'), label: t('console.nav.handovers') }} lede={t('console.book.lede')} />
      {view.bookables.length === 0 ? <EmptyState title={t('console.book.nothing')} /> : (
        <div class="sheet form-sheet">
          <PostForm action="/console/handovers/new" errors={errors}>
            {settled ? <Hidden name="petition" value={settled.key} /> : (
              <Select name="petition" label={t('console.book.petition')} hint={t('console.book.petition.hint')} required value={values['petition']} error={fault('petition')}
                options={[{ value: '', label: t('console.choose') }, ...view.bookables.map((one) => ({ value: one.key, label: bookableLabel(one, view.bookables, t) }))]} />
            )}
            <Field name="date" label={t('console.book.date')} hint={t('console.book.date.hint')} optional value={values['date']} error={fault('date')} />
            <div class="pair">
              <Field name="startTime" type="time" label={t('console.book.time')} optional ltr value={values['startTime']} error={fault('startTime')} />
              <Select name="timeZone" label={t('console.book.zone')} options={timeZoneOptions(values['timeZone'])} value={values['timeZone']} error={fault('timeZone')} />
            </div>
            <Field name="place" label={t('console.book.place')} optional value={values['place']} maxLength={300} error={fault('place')} />
            <div class="pair">
              <Field name="office" label={t('console.book.office')} optional value={values['office']} maxLength={200} error={fault('office')} />
              <Select name="kind" label={t('console.book.kind')} value={values['kind'] ?? 'executive'} error={fault('kind')} options={RECIPIENT_KINDS.map((kind) => ({ value: kind, label: t(`ui.kind.${kind}`) }))} />
            </div>
            <Field name="recipientName" label={t('console.book.name')} hint={t('console.book.name.hint')} optional value={values['recipientName']} maxLength={200} error={fault('recipientName')} />
            <TextArea name="presenters" label={t('console.book.presenters')} hint={t('console.book.presenters.hint')} optional rows={3} value={values['presenters']} error={fault('presenters')} />
            <Button>{t('console.book.submit')}</Button>
          </PostForm>
        </div>
      )}
    </Frame>
  );
}

function bookableLabel(one: Bookable, all: readonly Bookable[], t: Desk['page']['t']): string {
  const place = t.place(one.jurisdictionId, one.jurisdictionName);
  const said = one.kind === 'country' ? place : t('console.book.bundle', { place });
  const several = new Set(all.map(({ campaign }) => campaign)).size > 1;
  return several ? `${said} · ${one.campaignTitle[t.locale] ?? one.campaignTitle[one.campaignLanguage] ?? one.campaign}` : said;
}
