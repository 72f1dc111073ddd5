import { useNow } from '../../shared/ui/use-now.js';
import { dayOf } from './calendar-day.js';

/** The UTC day that is not over yet, by the server's clock. */
export const useToday = (): string => dayOf(useNow());
