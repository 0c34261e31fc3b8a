import { type ComponentChildren, type JSX, type Ref } from 'preact';
import { useId } from 'preact/hooks';

interface CheckLineProps {
  checked: boolean;
  onChange: (checked: boolean) => void;
  children: ComponentChildren;
  error?: string | null;
  inputRef?: Ref<HTMLInputElement>;
  field?: string;
}

/** A box to tick; the whole line is the target. */
export function CheckLine({ checked, onChange, children, error, inputRef, field }: CheckLineProps): JSX.Element {
  const id = useId();
  return (
    <div class={error ? 'tick faulty' : 'tick'}>
      <label>
        <input type="checkbox" ref={inputRef} data-field={field} checked={checked} autocomplete="off" aria-invalid={error ? 'true' : undefined} aria-describedby={error ? `${id}-fault` : undefined}
          onChange={(event) => onChange(event.currentTarget.checked)} />
        <span>{children}</span>
      </label>
      {error && <p class="fault" id={`${id}-fault`}>{error}</p>}
    </div>
  );
}
