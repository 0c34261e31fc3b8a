import { type JSX } from 'preact';

/** The countersignature: one hand in ink, a second hand across it in pen blue, on the double rule of a total. */
export function Mark({ size = 36 }: { size?: number }): JSX.Element {
  return (
    <svg class="mark" width={size} height={size} viewBox="0 0 48 48" fill="none" aria-hidden="true" focusable="false">
      <path class="mark-rule" d="M3 39.5h42M3 43.5h42" />
      <path class="mark-ink" d="M5 31c5-2 11-10 12-17 .7-5-3.600-6-5.500-1.500C8.500 19 10 31 15.500 31c4.500 0 6-9 9.500-9s1.500 8 5 8c3 0 4.500-3 6-5" />
      <path class="mark-pen" d="M14 36C24 32 36 20 43 5" />
    </svg>
  );
}
