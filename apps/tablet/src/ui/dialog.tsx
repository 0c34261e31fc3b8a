import { type ComponentChildren, type JSX } from 'preact';
import { useId, useLayoutEffect, useRef } from 'preact/hooks';

interface DialogProps {
  title: string;
  children?: ComponentChildren;
  /** Buttons, the main one first: it gets the focus if there is nothing to fill in above. */
  actions?: ComponentChildren;
  /** Escape or the tablet's back gesture. The owner takes the dialog away. */
  onClose: () => void;
  /** As high as the screen, for long lists. */
  tall?: boolean;
  /** Interrupts: read out at once. */
  urgent?: boolean;
}

/** Modal: everything else is out of reach until it goes, and the focus returns to where it was. Lives as long as it is drawn. */
export function Dialog({ title, children, actions, onClose, tall, urgent }: DialogProps): JSX.Element {
  const id = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    const before = document.activeElement;
    const shown = dialog.current;
    shown?.showModal();
    // By itself the focus goes to whatever can be scrolled.
    shown?.querySelector<HTMLElement>('input, button')?.focus();
    return () => {
      shown?.close();
      if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
    };
  }, []);
  return (
    <dialog ref={dialog} class={tall ? 'dialog tall' : 'dialog'} role={urgent ? 'alertdialog' : undefined} aria-labelledby={`${id}-title`} aria-describedby={urgent ? `${id}-text` : undefined}
      onCancel={(event) => { event.preventDefault(); onClose(); }}>
      <h2 id={`${id}-title`}>{title}</h2>
      <div class="dialog-body" id={`${id}-text`}>{children}</div>
      {actions && <div class="dialog-actions">{actions}</div>}
    </dialog>
  );
}
