/** How long the database may take before what was shown last is shown again. */
const PATIENCE_MS = 1_000;
/** The same, shortly after it did not answer: nobody has to wait to find that out again. */
const BRIEF_PATIENCE_MS = 50;
const SHORTLY_MS = 5_000;

/** What was shown last, for while the database does not answer: people sign on, and need the page to do it. */
export class LastShown<View> {
  private readonly views = new Map<string, View>();
  private unansweredAt = 0;

  /** @param most views kept in memory, of those used last */
  constructor(private readonly most: number) {}

  /** What `read` finds; if it fails or takes too long, what was found last under this key. @throws what `read` threw, where nothing was */
  async of(key: string, read: () => Promise<View>): Promise<View> {
    const last = this.views.get(key);
    const reading = read().then((view) => this.keep(key, view));
    if (last === undefined) return reading;
    let timer: NodeJS.Timeout | undefined;
    const instead = (): View => {
      this.unansweredAt = Date.now();
      return last;
    };
    const patience = Date.now() - this.unansweredAt < SHORTLY_MS ? BRIEF_PATIENCE_MS : PATIENCE_MS;
    const tired = new Promise<View>((resolve) => { timer = setTimeout(() => resolve(instead()), patience); });
    try {
      return await Promise.race([reading.catch(instead), tired]);
    } finally {
      clearTimeout(timer);
    }
  }

  private keep(key: string, view: View): View {
    // Taken out and put back, so that the Map's order is that of last use.
    this.views.delete(key);
    this.views.set(key, view);
    if (this.views.size > this.most) this.views.delete(this.views.keys().next().value as string);
    return view;
  }
}
