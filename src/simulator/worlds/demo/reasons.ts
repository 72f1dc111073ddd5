import type { Random } from '../../random.js';

/** Options of the uninstall survey, in the merchant's own language. */
const options = [
  'Not using app now',
  'Too expensive',
  'Missing a feature',
  'Found a better app',
  'Too expensive, Missing a feature',
  'Didn’t work as expected',
  'Zu teuer',
  'Ich nutze die App derzeit nicht',
  'Funktion fehlt, Zu teuer',
  'Trop cher',
  'Je n’utilise pas l’application pour le moment',
  'Demasiado caro',
  '現在このアプリを使っていない',
  'Troppo costosa',
];

const remarks = [
  'We closed our online store for the season. Will be back in spring!',
  'The widget slowed our product page down.',
  'Nous cherchons une solution avec support en français.',
  'Our developer built the same thing in the theme.\nThanks anyway.',
];

export interface Goodbye {
  readonly reason: string | null;
  readonly description: string | null;
}

/** A fifth say nothing at all; free text comes only with “Other”. */
export function goodbye(random: Random): Goodbye {
  if (random.chance(0.2)) return { reason: null, description: null };
  if (random.chance(0.15)) return { reason: 'Other', description: random.pick(remarks) };
  return { reason: random.pick(options), description: null };
}
