import { useRef, useState } from 'react';

/**
 * One field of a form: complains once it was left or sent, and stops as soon as it is mended.
 * @param faultOf the sentence on what is wrong with a text; undefined when nothing is
 */
export function useField(faultOf: (text: string) => string | undefined) {
  const [value, setValue] = useState('');
  const [isChecked, setChecked] = useState(false);
  const [refusal, setRefusal] = useState<string>();
  const inputRef = useRef<HTMLInputElement>(null);
  const fault = faultOf(value);
  return {
    value,
    fault,
    /** For the input. */
    props: {
      value,
      inputRef,
      error: (isChecked ? fault : undefined) ?? refusal,
      onBlur: () => value !== '' && setChecked(true),
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
    refuse: setRefusal,
    focus: () => inputRef.current?.focus(),
  };
}

export type Field = ReturnType<typeof useField>;
