import { type SubmitEvent, useState } from 'react';
import { isolated } from '../../shared/format/text.js';
import { announce } from '../../shared/page/announce.js';
import { usePageSession } from '../../shared/page/session-context.js';
import { Button } from '../../shared/ui/button.js';
import { ProblemBanner } from '../../shared/ui/problem-banner.js';
import { TextField } from '../../shared/ui/text-field.js';
import { criteriaOf } from '../data/api-paths.js';
import { useSaveSegment } from '../data/queries.js';
import { messages } from '../messages.en.js';
import type { ChangeView } from '../view/use-view.js';
import type { View } from '../view/view.js';

const NAME_MAX_LENGTH = 80;

/** Saves the filters of the list under a name; then that segment is listed. Nothing without filters that a segment has. */
export function SaveSegment({ view, onChange }: { readonly view: View; readonly onChange: ChangeView }) {
  const { role } = usePageSession().claims;
  const [name, setName] = useState('');
  const save = useSaveSegment();
  const criteria = criteriaOf(view);
  if (criteria === null) return null;
  const words = messages.merchants.saveSegment;
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const saidName = name.trim();
    if (saidName === '' || save.isPending) return;
    save.mutate(
      { name: saidName, criteria },
      {
        onSuccess: ({ id }) => {
          setName('');
          announce(words.saved(isolated(saidName)));
          onChange({ segment: id, status: null, plan: null, app: null }, 'push');
        },
      },
    );
  };
  return (
    <form onSubmit={submit}>
      <TextField
        label={words.name}
        hint={words.hint}
        maxLength={NAME_MAX_LENGTH}
        autoComplete="off"
        value={name}
        onChange={({ target }) => {
          setName(target.value);
          save.reset();
        }}
        beside={
          <Button
            type="submit"
            isBusy={save.isPending}
            disabledBecause={role === 'agent' ? words.othersOnly : undefined}
          >
            {save.isPending ? words.saving : words.save}
          </Button>
        }
      />
      {save.isError && <ProblemBanner error={save.error} isAlert />}
    </form>
  );
}
