import { z } from 'zod';
import { SEPARATORS, type Separator } from '../present/csv.js';

export const separator = z
  .enum(Object.keys(SEPARATORS) as [Separator, ...Separator[]])
  .default('comma')
  .meta({ description: 'What stands between two cells: spreadsheets expect the one of the country they are set to' });
