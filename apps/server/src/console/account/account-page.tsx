import { type JSX } from 'preact';
import { type Action, ACTIONS, type ApiToken, DEFAULT_TOKEN_DAYS, type SecondFactorState, type SessionLine } from '#libs/access';
import { Button, ButtonLink, Checkbox, EmptyState, Field, Hidden, Notice, Table, Tag, type FieldError } from '../../ui/index.js';
import { type Desk } from '../desk.js';
import { Frame, Head, messageFor, Part, PostForm } from '../views/frame.js';
import { dayOf } from '../words.js';

export interface AccountView {
  factor: SecondFactorState;
  sessions: readonly SessionLine[];
  tokens: readonly ApiToken[];
  /** Told this once, after it was made. */
  made: { name: string; token: string } | null;
  typed: { name: string; days: string; scopes: readonly string[] };
  errors: readonly FieldError[];
}

export function AccountPage({ desk, view }: { desk: Desk; view: AccountView }): JSX.Element {
  const { t, link } = desk.page;
  return (
    <Frame desk={desk} section="account" title={t('account.title')} faulty={view.errors.length > 0}>
      <Head title={t('account.title')} lede={desk.person?.name}><ButtonLink look="quiet" href={link('/console/password')}>{t('console.password.title')}</ButtonLink></Head>
      <FactorPart desk={desk} factor={view.factor} />
      <SessionsPart desk={desk} sessions={view.sessions} />
      <TokensPart desk={desk} view={view} />
    </Frame>
  );
}

function FactorPart({ desk, factor }: { desk: Desk; factor: SecondFactorState }): JSX.Element {
  const { t, link } = desk.page;
  const since = factor.enrolledAt && dayOf(t, factor.enrolledAt, desk.person?.timeZone ?? 'UTC');
  return (
    <Part id="factor" title={t('account.factor.title')} note={t('account.factor.note')}>
      <p>{since ? t('account.factor.on', { date: since }) : t('account.factor.off')} {since && t('account.factor.left', { n: factor.recoveryCodesLeft })}</p>
      {factor.demanded && !since && <Notice look="bad"><p>{t('account.factor.demanded')}</p></Notice>}
      <p><ButtonLink look={since ? 'quiet' : 'primary'} href={link('/console/account/second-factor')}>{t(since ? 'account.factor.change' : 'account.factor.begin')}</ButtonLink></p>
    </Part>
  );
}

function SessionsPart({ desk, sessions }: { desk: Desk; sessions: readonly SessionLine[] }): JSX.Element {
  const { t } = desk.page;
  const zone = desk.person?.timeZone ?? 'UTC';
  return (
    <Part id="sessions" title={t('account.sessions.title')} note={t('account.sessions.note')}>
      <Table stacked caption={t('account.sessions.title')} captionHidden columns={(['where', 'since', 'seen', 'what'] as const).map((name) => ({ label: t(`account.sessions.${name}`) }))} rows={sessions.map((one) => ({
        key: one.id,
        cells: [<span dir="auto">{one.agent ?? t('account.sessions.unknown')}</span>, dayOf(t, one.createdAt, zone), dayOf(t, one.seenAt, zone), one.current
          ? <Tag shape="dot" tone="good">{t('account.sessions.this')}</Tag>
          : <PostForm compact action={`/console/account/sessions/${one.id}/end`}><Button look="quiet">{t('account.sessions.end')}</Button></PostForm>],
      }))} />
      {sessions.length > 1 && <PostForm action="/console/account/sessions/end-others"><Button look="danger">{t('account.sessions.end-others')}</Button></PostForm>}
    </Part>
  );
}

function TokensPart({ desk, view: { tokens, made, typed, errors } }: { desk: Desk; view: AccountView }): JSX.Element {
  const { t } = desk.page;
  const zone = desk.person?.timeZone ?? 'UTC';
  const scopesIn = (scopes: readonly Action[] | null): string => (scopes ? scopes.map((scope) => t(`account.scope.${scope}`)).join(' · ') : t('account.tokens.all'));
  return (
    <Part id="tokens" title={t('account.tokens.title')} note={t('account.tokens.note')}>
      {made && <Notice look="good" live><p>{t('account.tokens.made', { name: made.name })}</p><p><code class="code" dir="ltr">{made.token}</code></p></Notice>}
      {tokens.length === 0 ? <EmptyState title={t('account.tokens.none')} /> : (
        <Table stacked caption={t('account.tokens.title')} captionHidden columns={(['name', 'may', 'used', 'ends', 'what'] as const).map((name) => ({ label: t(`account.tokens.${name}`) }))} rows={tokens.map((one) => ({
          key: one.id,
          cells: [<span dir="auto">{one.name}</span>, scopesIn(one.scopes), one.usedAt ? dayOf(t, one.usedAt, zone) : t('account.tokens.unused'), one.expiresAt ? dayOf(t, one.expiresAt, zone) : '',
            <PostForm compact action={`/console/account/tokens/${one.id}/revoke`}><Button look="quiet">{t('account.tokens.revoke')}</Button></PostForm>],
        }))} />
      )}
      <h3>{t('account.tokens.new')}</h3>
      <PostForm action="/console/account/tokens" errors={errors}>
        <Field name="name" label={t('account.tokens.name')} hint={t('account.tokens.name-hint')} value={typed.name} maxLength={100} required error={messageFor(errors, 'name')} />
        <Field name="days" label={t('account.tokens.days')} value={typed.days || String(DEFAULT_TOKEN_DAYS)} inputmode="numeric" required error={messageFor(errors, 'days')} />
        <fieldset>
          <legend>{t('account.tokens.scopes')}</legend>
          {ACTIONS.map((scope) => <Checkbox name="scopes" value={scope} checked={typed.scopes.includes(scope)} key={scope}>{t(`account.scope.${scope}`)}</Checkbox>)}
          {messageFor(errors, 'scopes') && <p class="fault">{messageFor(errors, 'scopes')}</p>}
        </fieldset>
        <Hidden name="asked" value="true" />
        <Button>{t('account.tokens.make')}</Button>
      </PostForm>
    </Part>
  );
}
