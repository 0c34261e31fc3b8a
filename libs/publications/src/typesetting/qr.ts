import QRCode from 'qrcode';

export interface QrRows {
  /** Modules of a side, without the quiet zone. */
  size: number;
  /** Dark modules, joined along their row. */
  bars: { x: number; y: number; length: number; height: number }[];
}

/** A QR code (ISO/IEC 18004) that stands a seventh of it being soiled or folded (level M): beyond that the modules get too small for a cheap camera. */
export function qrRows(content: string): QrRows {
  const { modules } = QRCode.create(content, { errorCorrectionLevel: 'M' });
  const bars: QrRows['bars'] = [];
  for (let y = 0; y < modules.size; y++) {
    for (let x = 0; x < modules.size; x++) {
      if (!modules.get(y, x)) continue;
      const from = x;
      while (x + 1 < modules.size && modules.get(y, x + 1)) x++;
      // A touch higher than a module: two rows that merely meet show a hairline between them on screens.
      bars.push({ x: from, y, length: x - from + 1, height: y + 1 < modules.size ? 1.02 : 1 });
    }
  }
  return { size: modules.size, bars };
}
