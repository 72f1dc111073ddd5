import styles from './skeleton.module.css';

/** Stands where text will be, as large as it will be; seen only when loading takes a moment. */
export function Skeleton({ lines, label }: { lines: number; label: string }) {
  return (
    <div className={styles['skeleton']} aria-busy="true">
      <span className="visually-hidden">{label}</span>
      {Array.from({ length: lines }, (_, line) => (
        <span key={line} className={styles['line']} />
      ))}
    </div>
  );
}
