/* Drawn on a grid of 16, in the colour of the text beside them, which says the same: they are hidden from screen readers. */
const SHAPES = {
  check: 'M3 8.5l3.2 3.2L13 4.8',
  cross: 'M4 4l8 8M12 4l-8 8',
  alert: 'M8 2.2l6.3 11.3H1.7zM8 6.5v3M8 11.4v.2',
  info: 'M8 1.8a6.2 6.2 0 110 12.4A6.2 6.2 0 018 1.8zM8 7.2v4M8 4.8v.2',
  clock: 'M8 1.8a6.2 6.2 0 110 12.4A6.2 6.2 0 018 1.8zM8 4.6V8l2.4 1.6',
  sync: 'M13.4 6.2A5.7 5.7 0 003 5.4M2.6 9.8A5.7 5.7 0 0013 10.6M3 2.2v3.2h3.2M13 13.8v-3.2H9.8',
  pause: 'M5.5 3v10M10.5 3v10',
  plug: 'M5 2v3.5M11 2v3.5M3.2 5.5h9.6v2.3a4.8 4.8 0 01-9.6 0zM8 12.6V15',
  copy: 'M5.5 5.5h8v8h-8zM10.5 5.5v-3h-8v8h3',
  external: 'M9 2.5h4.5V7M13.2 2.8L7.5 8.5M6.5 3.5h-4v10h10v-4',
  chevron: 'M4 6l4 4 4-4',
  up: 'M8 13V3M4 7l4-4 4 4',
  down: 'M8 3v10M4 9l4 4 4-4',
  download: 'M8 2v8.5M4.5 7.2L8 10.7l3.5-3.5M2.5 13.5h11',
  search: 'M7 2a5 5 0 110 10A5 5 0 017 2zM10.8 10.8L14 14',
} as const;

export type IconName = keyof typeof SHAPES;

export function Icon({ name, className }: { name: IconName; className?: string }) {
  return (
    <svg
      className={className}
      width="16"
      height="16"
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.6"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      <path d={SHAPES[name]} />
    </svg>
  );
}
