// Edits reach the program one after another. While one is under way, a newer text of the same place
// takes the place of an older one that has not started: nothing waits behind a fast typist.

interface Job {
  key: string | null;
  run: () => Promise<void>;
}

export class EditQueue {
  /** Those with something under way, of whichever page. */
  private static readonly working = new Set<EditQueue>();

  private waiting: Job[] = [];
  private running: Promise<void> | null = null;

  add(run: () => Promise<void>, key: string | null = null): Promise<void> {
    const last = this.waiting.at(-1);
    if (key !== null && last?.key === key) last.run = run;
    else this.waiting.push({ key, run });
    this.running ??= this.work();
    return this.running;
  }

  get idle(): boolean {
    return this.running === null;
  }

  /** Resolves when everything added so far is done. */
  settled(): Promise<void> {
    return this.running ?? Promise.resolve();
  }

  /** Resolves when nothing is left in any queue. */
  static async allSettled(): Promise<void> {
    while (EditQueue.working.size > 0) await Promise.all([...EditQueue.working].map((queue) => queue.settled()));
  }

  private async work(): Promise<void> {
    EditQueue.working.add(this);
    for (let job = this.waiting.shift(); job; job = this.waiting.shift()) await job.run();
    EditQueue.working.delete(this);
    this.running = null;
  }
}
