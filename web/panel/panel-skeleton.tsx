import { Skeleton } from '../shared/ui/skeleton.js';
import { messages } from './messages.en.js';
import styles from './panel-skeleton.module.css';

/** As tall as a merchant with one app. */
export function PanelSkeleton() {
  return (
    <div className={styles['place']}>
      <Skeleton lines={13} label={messages.loading} />
    </div>
  );
}
