import { handoverCertificate, handoverLetter, handoverPacket } from '../handover-papers/papers.js';
import { type HandoverPaper } from '../handover-papers/handover-paper.js';
import { followUpLetter, type FollowUpLetter } from '../printables/follow-up.js';
import { poster, type PosterData } from '../printables/poster.js';
import { type SheetData, sheets } from '../printables/sheet.js';
import { staffCard, type StaffCardData } from '../printables/staff-card.js';
import { composeReport } from '../reports/document/compose.js';
import { type ReportFacts } from '../reports/facts/report-facts.js';
import { reportPdf } from '../reports/render/pdf.js';
import { type Paper } from '../typesetting/pdf-document.js';

/** A paper to be set: plain data, so that it can be handed to another thread. */
export type PressOrder =
  | { paper: 'report'; facts: ReportFacts; language: string; link: string | null }
  | { paper: 'handover-letter' | 'handover-certificate' | 'handover-packet'; data: HandoverPaper }
  | { paper: 'follow-up-letter'; data: FollowUpLetter }
  | { paper: 'poster'; data: PosterData; size: Paper }
  | { paper: 'staff-card'; data: StaffCardData }
  | { paper: 'sheets'; groups: readonly [SheetData, ...SheetData[]] };

/** Sets a paper in the thread that asks. */
export function setPaper(order: PressOrder): Promise<Buffer> {
  switch (order.paper) {
    case 'report': return reportPdf(composeReport(order.facts, order.language), order.link);
    case 'handover-letter': return handoverLetter(order.data);
    case 'handover-certificate': return handoverCertificate(order.data);
    case 'handover-packet': return handoverPacket(order.data);
    case 'follow-up-letter': return followUpLetter(order.data);
    case 'poster': return poster(order.data, order.size);
    case 'staff-card': return staffCard(order.data);
    case 'sheets': return sheets(order.groups);
  }
}
