import { harmless } from '../../../src/values/harmless-text.js';

/** A name that was given outside: in a direction of its own, and without power over what stands around it. */
export function Outside({ text }: { text: string }) {
  return <bdi>{harmless(text)}</bdi>;
}
