import { createContext, type ReactNode, useContext, useState } from 'react';
import { messages } from '../messages.en.js';
import { Button } from '../ui/button.js';
import { Icon } from '../ui/icon.js';
import { announce } from './announce.js';

interface LiveUpdates {
  readonly isPaused: boolean;
  readonly setPaused: (isPaused: boolean) => void;
}

const Context = createContext<LiveUpdates>({ isPaused: false, setPaused: () => undefined });

export function LiveUpdatesProvider({ children }: { children: ReactNode }) {
  const [isPaused, setPaused] = useState(false);
  return <Context value={{ isPaused, setPaused }}>{children}</Context>;
}

/**
 * For the options of a query that polls: how often, and never while the user has paused (WCAG 2.2.2), neither by
 * coming back to the tab nor by the network's return. A hidden tab does not poll at all; that is TanStack Query's own.
 */
export function useLiveOptions() {
  const { isPaused } = useContext(Context);
  return {
    every: (intervalMs: number | false) => (isPaused ? false : intervalMs),
    refetchOnWindowFocus: !isPaused,
    refetchOnReconnect: !isPaused,
  };
}

export function LiveUpdatesButton() {
  const { isPaused, setPaused } = useContext(Context);
  const { pause, resume, paused } = messages.live;
  return (
    <Button
      look="quiet"
      onClick={() => {
        setPaused(!isPaused);
        if (!isPaused) announce(paused);
      }}
    >
      <Icon name={isPaused ? 'sync' : 'pause'} />
      {isPaused ? resume : pause}
    </Button>
  );
}
