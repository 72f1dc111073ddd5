import { useEffect, useRef } from 'react';
import { announce } from '../shared/ui/announce.js';

/**
 * Says what is shown once it is something else than before. What a page begins with, and what a poll brings again,
 * nobody has asked for: it stays silent.
 * @param key names what was asked for
 * @param text undefined as long as it is not there
 */
export function useAnnouncedChange(key: string, text: string | undefined): void {
  const told = useRef<string>(undefined);
  useEffect(() => {
    if (text === undefined) return;
    if (told.current !== undefined && told.current !== key) announce(text);
    told.current = key;
  }, [key, text]);
}
