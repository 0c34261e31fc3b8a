import { type JSX } from 'preact';
import { type Demand, type Invitation, type Person, type PersonRole, type Role } from '#libs/access';
import { type Translator } from '../../i18n/index.js';
import { Button, EmptyState, Field, Hidden, Pagination, Select, Table, Tag, type FieldError } from '../../ui/index.js';
import { type Desk } from '../desk.js';
import { Frame, Head, messageFor, Part, PostForm } from '../views/frame.js';
import { dayOf } from '../words.js';
import { type GivingChoices } from './places.js';

export interface RoleTyped { email: string; role: string; place: string; store: string }

export interface PeopleView {
  items: readonly Person[];
  page: number;
  pages: number;
  invitations: readonly Invitation[];
  choices: GivingChoices;
  /** Null: not this person's to say. */
  demands: readonly Demand[] | null;
  typed: RoleTyped;
  errors: readonly FieldError[];
}

/** "Translator, Sweden": a role and where it holds. */
export function roleWords(t: Translator, { role, campaign, place, jurisdictionId, store, area }: { role: Role; campaign: string | null; place: string | null; jurisdictionId?: string | null; store?: string | null; area?: string | null }): string {
  const country = place !== null && jurisdictionId ? t.place(jurisdictionId, place) : place;
  return t('account.people.role-at', { role: t(`account.role.${role}`), where: store ?? area ?? country ?? campaign ?? t('account.people.everything') });
}

export function PeoplePage({ desk, view }: { desk: Desk; view: PeopleView }): JSX.Element {
  const { t, link } = desk.page;
  return (
    <Frame desk={desk} section="people" title={t('account.people.title')} faulty={view.errors.length > 0}>
      <Head title={t('account.people.title')} lede={t('account.people.lede')} />
      <Table stacked caption={t('account.people.title')} captionHidden columns={(['who', 'roles', 'state'] as const).map((name) => ({ label: t(`account.people.${name}`) }))} rows={view.items.map((person) => ({
        key: person.id,
        cells: [<><a href={link(`/console/people/${person.id}`)} dir="auto">{person.name}</a><br /><span class="soft" dir="ltr">{person.email}</span></>, <Roles t={t} roles={person.roles} choices={view.choices} />, <State t={t} person={person} />],
      }))} />
      <Pagination page={view.page} pages={view.pages} href={(page) => link(`/console/people?page=${page}`)} />
      <Invite desk={desk} view={view} />
      {view.demands && <Demands desk={desk} demands={view.demands} />}
    </Frame>
  );
}

/** The campaign by its title: a slug is for addresses. */
const titled = <R extends { campaign: string | null }>(role: R, { titles }: GivingChoices): R => ({ ...role, campaign: role.campaign === null ? null : titles.get(role.campaign) ?? role.campaign });

const Roles = ({ t, roles, choices }: { t: Translator; roles: readonly PersonRole[]; choices: GivingChoices }): JSX.Element =>
  <>{roles.map((role) => <span key={role.id} dir="auto">{roleWords(t, titled(role, choices))}<br /></span>)}</>;

function State({ t, person }: { t: Translator; person: Person }): JSX.Element {
  if (person.disabledAt) return <Tag shape="cross" tone="bad">{t('account.people.disabled')}</Tag>;
  return person.secondFactor ? <Tag shape="check" tone="good">{t('account.people.factor')}</Tag> : <Tag shape="ring" tone="plain">{t('account.people.no-factor')}</Tag>;
}

function Invite({ desk, view }: { desk: Desk; view: PeopleView }): JSX.Element {
  const { t } = desk.page;
  const zone = desk.person?.timeZone ?? 'UTC';
  return (
    <Part id="invite" title={t('account.invite.title')} note={t('account.invite.note')}>
      <PostForm action="/console/people/invitations" errors={view.errors}>
        <Field name="email" type="email" label={t('console.login.email')} value={view.typed.email} inputmode="email" ltr required error={messageFor(view.errors, 'email')} />
        <RoleFields desk={desk} choices={view.choices} typed={view.typed} errors={view.errors} />
        <Button>{t('account.invite.send')}</Button>
      </PostForm>
      <h3>{t('account.invite.open')}</h3>
      {view.invitations.length === 0 ? <EmptyState title={t('account.invite.none')} /> : (
        <Table stacked caption={t('account.invite.open')} captionHidden columns={(['who', 'role', 'until', 'what'] as const).map((name) => ({ label: t(`account.invite.${name}`) }))} rows={view.invitations.map((one) => ({
          key: one.id,
          cells: [<span dir="ltr">{one.email}</span>, <span dir="auto">{roleWords(t, titled(one, view.choices))}</span>, dayOf(t, one.expiresAt, zone), <div class="actions">
            <PostForm compact action={`/console/people/invitations/${one.id}/resend`}><Button look="quiet">{t('account.invite.resend')}</Button></PostForm>
            <PostForm compact action={`/console/people/invitations/${one.id}/revoke`}><Button look="quiet">{t('account.invite.revoke')}</Button></PostForm>
          </div>],
        }))} />
      )}
    </Part>
  );
}

export function RoleFields({ desk, choices, typed, errors }: { desk: Desk; choices: GivingChoices; typed: Pick<RoleTyped, 'role' | 'place' | 'store'>; errors: readonly FieldError[] }): JSX.Element {
  const { t } = desk.page;
  return (
    <>
      <Select name="role" label={t('account.invite.role')} options={choices.roles.map((role) => ({ value: role, label: `${t(`account.role.${role}`)}: ${t(`account.role.${role}.may`)}` }))} value={typed.role} required error={messageFor(errors, 'role')} />
      <Select name="place" label={t('account.invite.place')} options={choices.places} value={typed.place} required error={messageFor(errors, 'place')} />
      <Field name="store" label={t('account.invite.store')} hint={t('account.invite.store-hint')} value={typed.store} optional ltr error={messageFor(errors, 'store')} />
    </>
  );
}

function Demands({ desk, demands }: { desk: Desk; demands: readonly Demand[] }): JSX.Element {
  const { t } = desk.page;
  const on = demands.some(({ campaignId }) => campaignId === null);
  return (
    <Part id="demand" title={t('account.demand.title')} note={t('account.demand.note')}>
      <p>{t(on ? 'account.demand.on' : 'account.demand.off')}</p>
      <PostForm action="/console/people/second-factor"><Hidden name="demanded" value={on ? 'no' : 'yes'} /><Button look={on ? 'danger' : 'primary'}>{t(on ? 'account.demand.stop' : 'account.demand.start')}</Button></PostForm>
    </Part>
  );
}

export interface PersonView { person: Person; choices: GivingChoices; typed: Pick<RoleTyped, 'role' | 'place' | 'store'>; errors: readonly FieldError[] }

export function PersonPage({ desk, view: { person, choices, typed, errors } }: { desk: Desk; view: PersonView }): JSX.Element {
  const { t, link } = desk.page;
  return (
    <Frame desk={desk} section="people" title={person.name} faulty={errors.length > 0}>
      <Head title={<span dir="auto">{person.name}</span>} lede={<span dir="ltr">{person.email}</span>} back={{ href: link('/console/people'), label: t('account.people.title') }}><State t={t} person={person} /></Head>
      <Part id="roles" title={t('account.people.roles')} note={t('account.people.roles-note')}>
        <Table stacked caption={t('account.people.roles')} captionHidden columns={(['role', 'what'] as const).map((name) => ({ label: t(`account.invite.${name}`) }))} rows={person.roles.map((role) => ({
          key: String(role.id),
          cells: [<span dir="auto">{roleWords(t, titled(role, choices))}</span>, role.mayTake
            ? <PostForm compact action={`/console/people/${person.id}/roles/${role.id}/take`}><Button look="quiet">{t('account.people.take')}</Button></PostForm>
            : t('account.people.not-yours')],
        }))} />
      </Part>
      {!person.disabledAt && (
        <Part id="give" title={t('account.people.give')}>
          <PostForm action={`/console/people/${person.id}/roles`} errors={errors}><RoleFields desk={desk} choices={choices} typed={typed} errors={errors} /><Button>{t('account.people.give')}</Button></PostForm>
        </Part>
      )}
      {person.mayDisable && (
        <Part id="disable" title={t('account.people.disable')} note={t('account.people.disable-note')}>
          <PostForm action={`/console/people/${person.id}/disable`}><Button look="danger">{t('account.people.disable')}</Button></PostForm>
        </Part>
      )}
    </Frame>
  );
}
