import { type JSX } from 'preact';
import { HOLD_OUTCOMES, RECEIPTS } from '#libs/handovers';
import { formatEdtf, formatFigure } from '../../i18n/index.js';
import { Button, Checkbox, DefinitionList, Document, ErrorSummary, Field, Hidden, Notice, Select, TextArea, usePage, type Children, type Definition, type FieldError, type PageContext } from '../../ui/index.js';
import { Qr } from '../stores/qr.js';
import { timeZoneOptions } from '../time-zones.js';
import { whenOf } from '../views/handover-lines.js';
import { type DayView } from './day-view.js';
import { FileField } from './file-field.js';

export interface DayPageProps {
  page: PageContext;
  view: DayView;
  /** Where the forms go, without the language. */
  action: string;
  csrf: string;
  submission: string;
  values: Readonly<Record<string, string>>;
  attendance: readonly string[];
  errors: readonly FieldError[];
  done: boolean;
}

/** A phone page: figures to say, whom to address, the run of the day, and one form for what happened. */
export function DayPage(props: DayPageProps): JSX.Element {
  const { page, view, errors } = props;
  const { t } = page;
  const { handover } = view;
  const place = t.place(handover.jurisdiction.id, handover.jurisdiction.name);
  const title = t('day.title.place', { place });
  const open = handover.status === 'planned' || handover.status === 'listed';
  return (
    <Shell page={page} title={title} demonstration={handover.demonstration}>
      <h1>{title}</h1>
      <p class="lede">{whenOf(t, handover)}{handover.place && <> · <bdi>{handover.place}</bdi></>}</p>
      {props.done && <Notice look="good" live><p data-draft-done="">{t('day.recorded')}</p></Notice>}
      {open ? <RecordForm {...props} /> : !props.done && <Notice look="plain"><p>{t('day.recorded.already')}</p></Notice>}
      {errors.length === 0 && (
        <>
          <section class="section" aria-labelledby="say"><h2 id="say">{t('day.say')}</h2><Figures view={view} place={place} /></section>
          <section class="section" aria-labelledby="to"><h2 id="to">{t('day.recipients')}</h2>
            {handover.recipients.length === 0 ? <p class="soft">{t('day.recipients.none')}</p>
              : <ul>{handover.recipients.map((one, n) => <li key={n}><bdi><strong>{[one.name, one.office].filter(Boolean).join(', ')}</strong>{one.body && ` ${one.body}`}</bdi></li>)}</ul>}
          </section>
          <section class="section" aria-labelledby="run"><h2 id="run">{t('day.run')}</h2>
            {view.run.length === 0 ? <p class="soft">{t('day.run.none')}</p>
              : <ul>{view.run.map((item) => <li key={item.id}><strong><bdi>{item.startsAt}</bdi></strong> <bdi>{item.what}</bdi>{item.who && <span class="soft"> · <bdi>{item.who}</bdi></span>}</li>)}</ul>}
            {view.takeAlong.length > 0 && <><p>{t('calendar.files.taken', { n: view.takeAlong.length })}</p><ul>{view.takeAlong.map((label, n) => <li key={n}><bdi>{label}</bdi></li>)}</ul></>}
          </section>
          <section class="section" aria-labelledby="receipt-link"><h2 id="receipt-link">{t('day.receipt.link')}</h2>
            <p class="soft">{t('day.receipt.link.note')}</p>
            <Confirmed view={view} />
            <form class="form" method="post" action={page.link(`${props.action}/receipt`)}><Hidden name="_csrf" value={props.csrf} /><Button look="quiet">{t('day.receipt.link.make')}</Button></form>
          </section>
        </>
      )}
    </Shell>
  );
}

function Shell({ page, title, demonstration, children }: { page: PageContext; title: string; demonstration?: boolean; children: Children }): JSX.Element {
  return <Document page={page} title={title} noindex demonstration={demonstration} scripts={['sign-form.js']}><div class="wrap"><div class="single">{children}</div></div></Document>;
}

function Figures({ view, place }: { view: DayView; place: string }): JSX.Element {
  const { t } = usePage();
  const { stated } = view.handover;
  const items: Definition[] = [
    { term: t('day.say.counted'), detail: <><strong>{t.number(view.counted)}</strong><span class="row-note">{view.sealedAt ? t('day.say.sealed', { date: formatEdtf(t.locale, view.sealedAt.toISOString().slice(0, 10)) }) : t('day.say.live')}</span></> },
    ...(view.residents === null ? [] : [{ term: t('day.say.residents', { place }), detail: t.number(view.residents) }]),
    ...(view.attested === 0 ? [] : [{ term: t('day.say.attested'), detail: t.number(view.attested) }]),
    ...(stated ? [{ term: t('day.say.stated'), detail: formatFigure(t, { value: stated.signatures, qualifier: stated.qualifier }) }] : []),
  ];
  return <DefinitionList items={items} />;
}

function Confirmed({ view }: { view: DayView }): JSX.Element {
  const { t } = usePage();
  return <>{view.handover.day?.receipt.confirmed.map((one, n) => <p key={n}>{t('day.receipt.confirmed', { name: one.name, office: one.office })}</p>)}</>;
}

/** Held needs outcome, day, figure and receipt; the rest is folded away. */
function RecordForm({ page, view, action, csrf, submission, values, attendance, errors }: DayPageProps): JSX.Element {
  const { t, link } = page;
  const at = (name: string): string | undefined => errors.find(({ field }) => field === name)?.message;
  const { date } = view.handover;
  const general = errors.filter(({ field }) => field === 'form' || field === 'submission');
  return (
    <section class="section" aria-labelledby="record"><h2 id="record">{t('day.record')}</h2>
      <p class="soft">{t('day.record.note')}</p>
      <form class="form" method="post" action={link(action)} encType="multipart/form-data" noValidate data-sign-form="" data-offline={t('day.offline')} {...(errors.length > 0 ? { 'data-returned': '' } : {})}>
        <Hidden name="_csrf" value={csrf} /><Hidden name="submission" value={submission} />
        {general.map(({ message }) => <Notice key={message} look="bad" live><p>{message}</p></Notice>)}
        <ErrorSummary errors={errors.filter((error) => !general.includes(error))} />
        <Select name="outcome" label={t('day.outcome')} value={values['outcome'] ?? 'held'} options={HOLD_OUTCOMES.map((one) => ({ value: one, label: t(`console.hold.outcome.${one}`) }))} error={at('outcome')} />
        <Field name="heldOn" label={t('console.hold.day')} value={values['heldOn'] ?? (date.exact ? formatEdtf(t.locale, date.edtf) : '')} error={at('heldOn')} />
        <Field name="signatures" label={t('day.figure')} inputmode="numeric" ltr value={values['signatures'] ?? (view.counted > 0 ? String(view.counted) : '')} error={at('signatures')} />
        <Select name="receipt" label={t('day.receipt')} value={values['receipt'] ?? 'none'} options={RECEIPTS.map((one) => ({ value: one, label: t(`day.receipt.kind.${one}`) }))} error={at('receipt')} />
        <Field name="receiptNumber" label={t('day.receipt.number')} optional maxLength={120} value={values['receiptNumber']} error={at('receiptNumber')} />
        <FileField name="receiptDocument" label={t('day.receipt.scan')} accept="image/*,application/pdf" error={at('receiptDocument')} />
        <details class="disclosure folded" open={errors.length > 0}><summary>{t('day.more')}</summary><div class="folded-body">
          <TextArea name="quote" label={t('day.quote')} optional rows={3} value={values['quote']} error={at('quote')} />
          <Field name="quoteLanguage" label={t('day.quote.language')} optional ltr maxLength={12} value={values['quoteLanguage'] ?? t.locale} error={at('quoteLanguage')} />
          <Field name="quoteBy" label={t('day.quote.by')} optional maxLength={200} value={values['quoteBy']} error={at('quoteBy')} />
          {view.delegates.length > 0 && <fieldset><legend>{t('day.attendance')}</legend>{view.delegates.map((name) => <Checkbox key={name} name="attendance" value={name} checked={attendance.includes(name)}><bdi>{name}</bdi></Checkbox>)}</fieldset>}
          <FileField name="photo" label={t('day.photo')} accept="image/jpeg,image/png,image/webp" error={at('photo')} />
          <Checkbox name="photoAgreed" checked={values['photoAgreed'] === 'true'} error={at('photoAgreed')}>{t('day.photo.agreed')}</Checkbox>
          <Field name="embargoUntil" type="datetime-local" ltr label={t('day.embargo.until')} hint={t('day.embargo.hint')} optional value={values['embargoUntil']} error={at('embargoUntil')} />
          <Select name="embargoZone" label={t('day.embargo.zone')} options={timeZoneOptions(values['embargoZone'] ?? date.timeZone)} value={values['embargoZone'] ?? date.timeZone} />
        </div></details>
        <Button wide>{t('day.submit')}</Button>
      </form>
    </section>
  );
}

/** A link shown once, as a code and as an address: the recipient's receipt, or the delegation's own page. */
export function ReceiptCodePage({ page, url, back, delegation = false }: { page: PageContext; url: string; back: string; delegation?: boolean }): JSX.Element {
  const { t } = page;
  const title = t(delegation ? 'day.links' : 'day.receipt.link');
  return (
    <Shell page={page} title={title}>
      <h1>{title}</h1>
      <p class="lede">{t(delegation ? 'day.links.made' : 'day.receipt.link.note')}</p>
      <div class="day-code"><Qr content={url} label={delegation ? title : t('day.receipt.link.label')} /></div>
      <p><bdi class="small break">{url}</bdi></p>
      <p><a class="line-link" href={page.link(back)}>{t('day.back')}</a></p>
    </Shell>
  );
}

/** What the recipient's side sees. Opening it changes nothing; its button does, once. */
export function ReceivePage({ page, action, place, values, errors, done }: { page: PageContext; action: string; place: string; values: Readonly<Record<string, string>>; errors: readonly FieldError[]; done: boolean }): JSX.Element {
  const { t } = page;
  const at = (name: string): string | undefined => errors.find(({ field }) => field === name)?.message;
  return (
    <Shell page={page} title={t('day.receive.title')}>
      <h1>{t('day.receive.title')}</h1>
      <p class="lede">{place}</p>
      {done ? <Notice look="good" live><p>{t('day.received')}</p></Notice> : (
        <form class="form" method="post" action={page.link(action)} noValidate>
          <p>{t('day.receive.intro')}</p>
          <ErrorSummary errors={errors} />
          <Field name="name" label={t('day.receive.name')} required maxLength={200} value={values['name']} error={at('name')} />
          <Field name="office" label={t('day.receive.office')} required maxLength={300} value={values['office']} error={at('office')} />
          <p class="hint">{t('day.receive.public')}</p>
          <Button wide>{t('day.receive.submit')}</Button>
        </form>
      )}
    </Shell>
  );
}
