import { useState } from 'react';
import { Button } from '../../shared/ui/button.js';
import { TextField } from '../../shared/ui/text-field.js';
import { type Field, useField } from '../forms/use-field.js';
import { messages } from '../messages.en.js';
import { cleanToken, tokenFault } from './access-token.js';

export function useTokenField(): Field {
  return useField(tokenFault);
}

export interface TokenFieldProps {
  readonly field: Field;
  readonly label: string;
  /** The user has just asked for the form that it begins. */
  readonly isFirst?: boolean;
}

/** Takes a token by typing, paste or a password manager. It is hidden unless the user asks to see it. */
export function TokenField({ field, label, isFirst = false }: TokenFieldProps) {
  const [isShown, setShown] = useState(false);
  const { show, hide, tokenHint } = messages.connect;
  return (
    <TextField
      {...field.props}
      label={label}
      hint={tokenHint}
      type={isShown ? 'text' : 'password'}
      autoComplete="off"
      spellCheck={false}
      autoCapitalize="none"
      required
      autoFocus={isFirst}
      onChange={({ target }) => field.set(cleanToken(target.value))}
      beside={
        <Button onClick={() => setShown(!isShown)}>
          {isShown ? hide : show}
          <span className="visually-hidden"> {label}</span>
        </Button>
      }
    />
  );
}
