import { Injectable } from '@nestjs/common';
import { Database } from '#libs/database';
import { DomainError } from '#libs/config';
import { AS_PLANNED } from '../petition-rules.js';
import { PetitionsService } from '../petitions.service.js';
import { approved } from './texts.repository.js';

const CLOCK = { id: 'timetable', name: 'timetable' };
const AT_ONCE = 50;

/** Opens and closes what was planned. Late is fine, twice is fine: each looks at the state again, under the petition's lock. */
@Injectable()
export class Timetable {
  constructor(private readonly db: Database, private readonly petitions: PetitionsService) {}

  /**
   * Opens approved drafts whose first day has come, and closes what is over. A draft that lacks something stays one: it is
   * shown to its organisers what is missing.
   */
  async keep(now: Date): Promise<{ opened: string[]; closed: string[] }> {
    const opened: string[] = [];
    const closed: string[] = [];
    for (const slug of await this.due(`p.status = 'open' and p.closes_at <= $1`, now)) {
      if (await this.tried(() => this.petitions.close(slug, AS_PLANNED, CLOCK, now, { asPlanned: true }))) closed.push(slug);
    }
    // Without an approval of exactly these texts nothing opens by itself, also where a campaign asks for none.
    for (const slug of await this.due(`p.status = 'draft' and p.opens_at <= $1 and ${approved('p.id')}`, now)) {
      if (await this.tried(() => this.petitions.open(slug, CLOCK, now))) opened.push(slug);
    }
    return { opened, closed };
  }

  private async due(condition: string, now: Date): Promise<string[]> {
    const rows = await this.db.rows<{ slug: string }>(
      `select p.slug from petitions p join campaigns c on c.id = p.campaign_id where c.kind = 'live' and ${condition} order by p.id limit ${AT_ONCE}`, [now]);
    return rows.map(({ slug }) => slug);
  }

  /** What somebody else did meanwhile, or what is missing, keeps no other petition waiting. */
  private async tried(deed: () => Promise<unknown>): Promise<boolean> {
    try {
      await deed();
      return true;
    } catch (error) {
      if (error instanceof DomainError) return false;
      throw error;
    }
  }
}
