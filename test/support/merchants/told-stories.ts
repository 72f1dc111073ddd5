import fc from 'fast-check';

const happenings = fc.constantFrom(
  ...['act 1 Pro 10', 'act 2 Max 12.34', 'act 3 Pro 120 EUR', 'act 4 Yearly 100 bill 365d', 'act 5 Try 9 bill 14d'],
  ...['can 1', 'can 2', 'can 3', 'freeze 1', 'unfreeze 1', 'freeze 4', 'sale 1 10', 'sale 5 9', 'sale 6 7'],
  ...['install', 'uninstall', 'deactivate', 'reactivate', 'act 7 Test 5 test', 'act 8 Free 0'],
);

/** Any times of the first four months, some of them at midnight. */
export const times = fc
  .tuple(fc.integer({ min: 0, max: 130 }), fc.constantFrom('', ' 00:30', ' 12:00', ' 23:59', '+30s'))
  .map(([day, time]) => `d${day}${time}`);

/** Any short stories (merchant-story.ts) of what can happen to MRR. */
export const stories = fc
  .array(fc.tuple(times, happenings), { minLength: 1, maxLength: 8 })
  .map((clauses) => clauses.map((clause) => clause.join(' ')).join('; '));
