import { type JSX } from 'preact';
import { type Enrolment, type SecondFactorState } from '#libs/access';
import { Button, ButtonLink, Field, Notice, type FieldError } from '../../ui/index.js';
import { type Desk } from '../desk.js';
import { Qr } from '../stores/qr.js';
import { Frame, Head, messageFor, Part, PostForm } from '../views/frame.js';

/** Which of the page's forms was sent. */
export type FactorForm = 'begin' | 'confirm' | 'recovery-codes' | 'remove';

export interface SecondFactorView {
  state: SecondFactorState;
  /** Begun and not confirmed yet. */
  begun: Enrolment | null;
  /** Told this once. */
  codes: readonly string[] | null;
  sent: FactorForm | null;
  errors: readonly FieldError[];
}

export function SecondFactorPage({ desk, view }: { desk: Desk; view: SecondFactorView }): JSX.Element {
  const { t, link } = desk.page;
  return (
    <Frame desk={desk} section="account" title={t('account.factor.title')} faulty={view.errors.length > 0}>
      <Head title={t('account.factor.title')} lede={t('account.factor.note')} back={{ href: link('/console/account'), label: t('account.title') }} />
      {view.state.demanded && !view.state.enrolledAt && <Notice look="bad"><p>{t('account.factor.demanded')}</p></Notice>}
      {view.codes && <Codes desk={desk} codes={view.codes} />}
      {!view.codes && (view.state.enrolledAt ? <Enrolled desk={desk} view={view} /> : view.begun ? <Begun desk={desk} view={view} begun={view.begun} /> : null)}
      {!view.codes && !view.state.enrolledAt && !view.begun && <Again desk={desk} form="begin" view={view} />}
    </Frame>
  );
}

function Codes({ desk, codes }: { desk: Desk; codes: readonly string[] }): JSX.Element {
  const { t, link } = desk.page;
  return (
    <Part id="codes" title={t('account.codes.title')} note={t('account.codes.note')}>
      <ol class="codes" dir="ltr">{codes.map((code) => <li key={code}><code class="code">{code}</code></li>)}</ol>
      <p><ButtonLink href={link('/console/account')}>{t('account.codes.kept')}</ButtonLink></p>
    </Part>
  );
}

function Begun({ desk, view, begun }: { desk: Desk; view: SecondFactorView; begun: Enrolment }): JSX.Element {
  const { t } = desk.page;
  const errors = view.sent === 'confirm' ? view.errors : [];
  return (
    <Part id="begun" title={t('account.begun.title')} note={t('account.begun.note')}>
      <div class="enrolment"><Qr content={begun.uri} label={t('account.begun.qr')} /></div>
      <p>{t('account.begun.typed')} <code class="code" dir="ltr">{begun.secret.replace(/.{4}(?=.)/g, '$& ')}</code></p>
      <PostForm action="/console/account/second-factor/confirm" errors={errors}>
        <Field name="code" label={t('account.begun.code')} autocomplete="one-time-code" inputmode="numeric" ltr required error={messageFor(errors, 'code')} />
        <Button>{t('account.begun.confirm')}</Button>
      </PostForm>
    </Part>
  );
}

function Enrolled({ desk, view }: { desk: Desk; view: SecondFactorView }): JSX.Element {
  return <><Again desk={desk} form="recovery-codes" view={view} /><Again desk={desk} form="remove" view={view} /></>;
}

const ACTIONS: Readonly<Record<Exclude<FactorForm, 'confirm'>, string>> = {
  begin: '/console/account/second-factor', 'recovery-codes': '/console/account/second-factor/recovery-codes', remove: '/console/account/second-factor/remove',
};

/** A form that asks who is there, once more. */
function Again({ desk, form, view }: { desk: Desk; form: Exclude<FactorForm, 'confirm'>; view: SecondFactorView }): JSX.Element {
  const { t } = desk.page;
  const errors = view.sent === form ? view.errors : [];
  return (
    <Part id={form} title={t(`account.again.${form}`)} note={t(`account.again.${form}.note`)}>
      <PostForm action={ACTIONS[form]} errors={errors}>
        <Field name="password" type="password" label={t('console.login.password')} autocomplete="current-password" ltr required error={messageFor(errors, 'password')} />
        {view.state.enrolledAt && <Field name="code" label={t('account.code.label')} autocomplete="one-time-code" ltr required error={messageFor(errors, 'code')} />}
        <Button look={form === 'remove' ? 'danger' : 'primary'}>{t(`account.again.${form}`)}</Button>
      </PostForm>
    </Part>
  );
}
