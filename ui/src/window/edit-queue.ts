// Edits reach the program one after another. While one is under way, a newer text of the same place
// takes the place of an older one that has not started: nothing waits behind a fast typist.

interface Job {
  key: string | null;
  run: () => Promise<void>;
}

export class EditQueue {
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

  private async work(): Promise<void> {
    for (let job = this.waiting.shift(); job; job = this.waiting.shift()) await job.run();
    this.running = null;
  }
}
