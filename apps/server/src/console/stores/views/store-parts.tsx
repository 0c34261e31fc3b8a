import { type JSX } from 'preact';
import { type DeviceLine, type DeviceState, type SheetState } from '#libs/stores';
import { Button, type Children, Tag, type TagShape, type TagTone, usePage } from '../../../ui/index.js';
import { Folded } from '../../views/handover-forms.js';
import { PostForm } from '../../views/frame.js';

const DEVICE: Record<DeviceState, [TagShape, TagTone]> = {
  awaiting: ['ring', 'pen'], active: ['dot', 'good'], retired: ['square', 'plain'], stolen: ['cross', 'bad'], refused: ['cross', 'warn'],
};
const SHEET: Record<SheetState, [TagShape, TagTone]> = {
  printed: ['ring', 'plain'], out: ['half', 'pen'], returned: ['triangle', 'warn'], typed: ['check', 'good'], attested: ['diamond', 'good'], destroyed: ['dash', 'plain'],
};

export function DeviceTag({ device }: { device: Pick<DeviceLine, 'state' | 'silent'> }): JSX.Element {
  const { t } = usePage();
  const [shape, tone] = DEVICE[device.state];
  if (device.silent) return <Tag shape="triangle" tone="warn">{t('stores.device.silent')}</Tag>;
  return <Tag shape={shape} tone={tone}>{t(`stores.device.state.${device.state}`)}</Tag>;
}

export function SheetTag({ state }: { state: SheetState }): JSX.Element {
  const [shape, tone] = SHEET[state];
  return <Tag shape={shape} tone={tone}>{usePage().t(`stores.sheet.state.${state}`)}</Tag>;
}

/** A deed that is not to be done by a slip: it opens, says what will happen, and then has its button. */
export function Deed({ action, title, consequence, submit, children, danger = true }: { action: string; title: string; consequence: string; submit: string; children?: Children; danger?: boolean }): JSX.Element {
  return (
    <Folded title={title} open={false}>
      <PostForm action={action}>
        <p>{consequence}</p>
        {children}
        <Button look={danger ? 'danger' : 'primary'}>{submit}</Button>
      </PostForm>
    </Folded>
  );
}

/** A wide table that is moved sideways on a phone, also by keyboard. */
export function Sideways({ label, children }: { label: string; children: Children }): JSX.Element {
  return <div class="sideways" role="region" aria-label={label} tabIndex={0}>{children}</div>;
}
