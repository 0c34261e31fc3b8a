/** One thing that was to be shown. `held` null: it could not be tried here, and `found` says why. */
export interface Proof {
  what: string;
  wanted: string;
  found: string;
  held: boolean | null;
}

/** All of them as a table; whether all that could be tried held, and something was tried. With `CI` set, what could not be tried counts against it. */
export function tell(proofs: readonly Proof[], say: (line: string) => void): boolean {
  const rows = proofs.map(({ what, wanted, found, held }) => [held === null ? 'NOT RUN' : held ? 'holds' : 'FAILS', what, wanted, found]);
  const widths = [0, 1, 2].map((at) => Math.max(0, ...rows.map((row) => row[at]?.length ?? 0)));
  say('');
  for (const row of rows) say(row.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join('  ').trimEnd());
  const failed = proofs.filter(({ held }) => held === false || (held === null && Boolean(process.env['CI'])));
  say(`\n${proofs.filter(({ held }) => held).length} held, ${failed.length} failed, ${proofs.filter(({ held }) => held === null).length} not run.`);
  return failed.length === 0 && proofs.some(({ held }) => held);
}
