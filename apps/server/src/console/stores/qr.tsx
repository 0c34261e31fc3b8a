import { type BitMatrix, create } from 'qrcode';
import { type JSX } from 'preact';

/** Light modules around the code that scanners need to find it (ISO/IEC 18004, 6.3.8). */
const QUIET = 4;

/** A QR code as one path; always dark on light, since scanners want it so. */
export function Qr({ content, label }: { content: string; label: string }): JSX.Element {
  const { modules } = create(content, { errorCorrectionLevel: 'M' });
  const size = modules.size + 2 * QUIET;
  return (
    <svg class="qr" viewBox={`0 0 ${size} ${size}`} role="img" aria-label={label} shape-rendering="crispEdges">
      <rect width={size} height={size} fill="#fff" />
      <path d={pathOf(modules)} fill="#000" />
    </svg>
  );
}

/** Runs of dark modules, row by row. */
function pathOf(modules: BitMatrix): string {
  let path = '';
  for (let row = 0; row < modules.size; row++) {
    for (let column = 0; column < modules.size; column++) {
      if (!modules.get(row, column)) continue;
      const from = column;
      while (column + 1 < modules.size && modules.get(row, column + 1)) column++;
      path += `M${from + QUIET} ${row + QUIET}h${column - from + 1}v1h-${column - from + 1}z`;
    }
  }
  return path;
}
