/** Small line drawings; a word always stands beside them. */
const PATHS = {
  pulse: 'M3 12.5h4l2.5-6.5 4.5 12 2.6-5.5H21',
  link: 'M4 20v-4M9 20v-8M14 20V8M19 20V4',
  clock: 'M12 3a9 9 0 1 1 0 18a9 9 0 1 1 0-18zM12 7v5l3 2',
  device: 'M7 8h10v8H7zM9 8 9.5 3h5L15 8M9 16l.5 5h5l.5-5',
  late: 'M12 4l8 8-8 8-8-8z',
  cross: 'M6 6l12 12M18 6 6 18',
  missing: 'M3 12h5M16 12h5M11 12h.01M13 12h.01',
  sun: 'M12 8a4 4 0 1 1 0 8a4 4 0 1 1 0-8zM12 2v2.5M12 19.5V22M2 12h2.5M19.5 12H22M5 5l1.7 1.7M17.3 17.3 19 19M5 19l1.7-1.7M17.3 6.7 19 5',
  moon: 'M20 14.5A8.5 8.5 0 0 1 9.5 4a8.5 8.5 0 1 0 10.5 10.5z',
} as const

export type IconName = keyof typeof PATHS

export function Icon({ name }: { readonly name: IconName }) {
  return (
    <svg
      viewBox="0 0 24 24"
      width="1.2em"
      height="1.2em"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.8"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      <path d={PATHS[name]} />
    </svg>
  )
}
