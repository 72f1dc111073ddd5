let said: string[] = [];

/**
 * Says a change of state to screen readers, by the page's one polite live region, which exists from its first moment
 * (WCAG 4.1.3). For transitions; not for what a poll merely brought again. What is said at one moment is said together:
 * the last word would take the place of the others. The same is said once at one moment, and again at another: a region
 * whose text stays the same is not read out, so the second differs by what nobody hears.
 */
export function announce(text: string): void {
  said.push(text);
  if (said.length === 1) queueMicrotask(speak);
}

function speak(): void {
  const region = document.getElementById('announcements');
  if (region !== null) {
    const text = [...new Set(said)].join(' ');
    region.textContent = region.textContent === text ? `${text}\u00a0` : text;
  }
  said = [];
}
