import type { RangeName } from '../../../src/contract/revenue-words.js';

const ranges: Readonly<Record<RangeName, string>> = {
  yesterday: 'Yesterday',
  '7d': '7 days',
  '30d': '30 days',
  '90d': '90 days',
  '12m': '12 months',
};

const notOver = 'Choose a day before today: a day counts once it is over, in UTC.';
const tooEarly = 'Choose a later day: nothing is known from before the year 2000.';

/** What the page says where its days, app and currency are chosen. */
export const messages = {
  heading: 'What is shown',
  range: 'Range',
  ranges,
  custom: 'Custom',
  fromTo: 'From one day to another',
  from: 'From',
  to: 'To',
  show: 'Show',
  problems: {
    missing: 'Enter a whole date.',
    too_early: tooEarly,
    not_over: notOver,
    reversed: 'The first day is after the last one. Choose an earlier first day, or a later last one.',
    too_long: 'These are more than ten years. Choose a later first day.',
  },
  asOf: 'As of the end of',
  asOfProblems: {
    too_early: tooEarly,
    not_over: notOver,
    unfinished: 'Enter a whole date, or none for today.',
  },
  app: 'App',
  currency: 'Currency',
} as const;
