import { useNow } from '../../shared/ui/use-now.js';
import { dayFromMs } from '../../../src/values/day.js';

/** The UTC day that is not over yet, by the server's clock. */
export const useToday = (): string => dayFromMs(useNow());
