import { accessEntities } from '#libs/access';
import { Database, dataSourceFor } from '#libs/database';
import { HANDOVER_ENTITIES } from '#libs/handovers';
import { OrganiserMilestones, TallyBook } from '#libs/tallies';
import { eventually, furnish } from '../../support/installation.js';
import { type Stage } from './stage.js';

export interface Petition { id: number; slug: string; jurisdiction: string; confirmation: 'required' | 'none' }

export const CAMPAIGN = 'journey';
/** The first is signed most. */
const PETITIONS = [['AA', 'none'], ['AB', 'none'], ['AC', 'required'], ['AD', 'required']] as const;
export const ORGANISER = 'organiser@chaos.invalid';

/** The campaign that is signed: two petitions that count at once, two that want a mail answered, and an organiser who is told of milestones. */
export class Scene {
  private constructor(readonly db: Database, readonly petitions: readonly Petition[]) {}

  static async set(stage: Stage): Promise<Scene> {
    const source = await dataSourceFor(stage.config.database, { entities: [...accessEntities, ...HANDOVER_ENTITIES], poolSize: 4, name: 'chaos' }).initialize();
    const db = new Database(source);
    const [known] = await db.rows(`select 1 from campaigns where slug = $1`, [CAMPAIGN]);
    if (!known) {
      const furnished = await furnish(stage.config);
      for (const [jurisdiction, confirmation] of PETITIONS) await furnished.petition(jurisdiction, { confirmation });
      // Open since yesterday: a server whose clock jumps back must not take what a tablet brings for signed too early, and lay it aside.
      await db.rows(`update petitions set opened_at = now() - interval '1 day'`);
      await furnished.organiser(ORGANISER);
      await furnished.close();
    }
    const petitions = await db.rows<Petition>(`select id, slug, jurisdiction_id as jurisdiction, confirmation from petitions order by id`);
    return new Scene(db, petitions);
  }

  async keysAreThere(): Promise<void> {
    await eventually('the campaign has keys', async () => (await this.db.rows(`select 1 from campaign_keys`)).length > 0);
  }

  /** A threshold that this round is going to pass, so that there is something to be told. */
  async awaitMilestones(): Promise<void> {
    const milestones = new OrganiserMilestones(this.db, new TallyBook());
    for (const { id, slug } of this.petitions.filter((_, n) => n % 2 === 0)) {
      const [row] = await this.db.rows<{ n: number }>(`select t.counted as n from petition_tallies t join petitions p on p.id = t.petition_id where p.slug = $1`, [slug]);
      const threshold = (row?.n ?? 0) + 25;
      const near = await this.db.rows(`select 1 from milestones where petition_id = $1 and threshold = $2`, [id, threshold]);
      if (near.length === 0) await milestones.add(id, [threshold], '1');
    }
  }

  async close(): Promise<void> {
    await this.db.dataSource.destroy();
  }
}
