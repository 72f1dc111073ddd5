import { useCallback, useMemo } from 'react';
import { type Step, useAddress } from '../../shared/page/use-address.js';
import { addressOf, readView, type View } from './view.js';

export type ChangeView = (changes: Partial<View>, step?: Step) => void;

/** The view that the address asks for, and how to ask for another one. */
export function useView(): [View, ChangeView] {
  const [address, setAddress] = useAddress();
  const text = address.toString();
  const view = useMemo(() => readView(new URLSearchParams(text)), [text]);
  const change = useCallback<ChangeView>((changes, step) => setAddress(addressOf(changes), step), [setAddress]);
  return [view, change];
}
