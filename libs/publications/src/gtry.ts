import { writeFileSync } from 'node:fs';
import { poster } from './printables/poster.js';
import { sheets } from './printables/sheet.js';
import { staffCard } from './printables/staff-card.js';
import { sampleCard, samplePoster, sampleSheet } from './testing/samples.js';
for (const l of ['en','fr','ar'] as const) {
  writeFileSync(`/tmp/g/poster-${l}.pdf`, await poster(samplePoster(l)));
  writeFileSync(`/tmp/g/sheet-${l}.pdf`, await sheets(sampleSheet(l)));
  writeFileSync(`/tmp/g/card-${l}.pdf`, await staffCard(sampleCard(l)));
}
