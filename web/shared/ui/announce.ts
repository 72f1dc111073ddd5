/**
 * Says a change of state to screen readers, by the page's one polite live region, which exists from its first moment
 * (WCAG 4.1.3). For transitions; not for what a poll merely brought again.
 */
export function announce(text: string): void {
  const region = document.getElementById('announcements');
  if (region !== null) region.textContent = text;
}
