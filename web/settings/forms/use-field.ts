import { useRef, useState } from 'react';

/**
 * One field of a form: complains once it was left, pasted into or sent, and stops as soon as it is mended.
 * @param faultOf the sentence on what is wrong with a text; undefined when nothing is
 * @param holds whether a refusal by the service still does; one that has held goes once it does not
 */
export function useField(faultOf: (text: string) => string | undefined, holds = true) {
  const [value, setValue] = useState('');
  const [isChecked, setChecked] = useState(false);
  const [refusal, setRefusal] = useState<{ readonly text: string; readonly hasHeld: boolean }>();
  const inputRef = useRef<HTMLInputElement>(null);
  const fault = faultOf(value);
  if (refusal !== undefined && holds && !refusal.hasHeld) setRefusal({ ...refusal, hasHeld: true });
  const shownRefusal = refusal !== undefined && (holds || !refusal.hasHeld) ? refusal.text : undefined;
  return {
    value,
    fault,
    /** For the input. */
    props: {
      value,
      inputRef,
      error: (isChecked ? fault : undefined) ?? shownRefusal,
      onBlur: () => value !== '' && setChecked(true),
      onPaste: () => setChecked(true),
    },
    set(text: string) {
      setValue(text);
      setRefusal(undefined);
    },
    /** Empty again, and nothing wrong with that. */
    clear() {
      setValue('');
      setRefusal(undefined);
      setChecked(false);
    },
    /** Before it is sent: from now on it says what is wrong. */
    check: () => setChecked(true),
    /** What the service said of the value as it stands. */
    refuse: (text: string) => setRefusal({ text, hasHeld: false }),
    focus: () => inputRef.current?.focus(),
  };
}

export type Field = ReturnType<typeof useField>;
