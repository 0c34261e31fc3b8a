import { type ComponentChildren, type JSX, type Ref } from 'preact';

/** `main`: the one thing to do next. `quiet`: anything else. `danger`: what cannot be undone. `link`: in a line of text. */
export type ButtonLook = 'main' | 'quiet' | 'danger' | 'link';

interface ButtonProps {
  children: ComponentChildren;
  onPress: () => void;
  look?: ButtonLook;
  /** As wide as its place. */
  wide?: boolean;
  /** Working: says so and takes no press, but keeps the focus (a `disabled` button would lose it). */
  busy?: boolean;
  disabled?: boolean;
  /** What is read out instead of the children. */
  label?: string;
  describedBy?: string;
  buttonRef?: Ref<HTMLButtonElement>;
}

/** Never submits anything: there is no form that could navigate away with what was typed. */
export function Button({ children, onPress, look = 'main', wide, busy, disabled, label, describedBy, buttonRef }: ButtonProps): JSX.Element {
  return (
    <button type="button" ref={buttonRef} class={`button ${look}${wide ? ' wide' : ''}`} disabled={disabled} aria-disabled={busy ? 'true' : undefined}
      aria-label={label} aria-describedby={describedBy} onClick={() => { if (!busy) onPress(); }}>
      {children}
    </button>
  );
}
