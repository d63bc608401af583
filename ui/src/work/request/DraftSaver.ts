import { ApiProblem, type Draft, type FormValues } from '../../api';
import { canonical } from './ids';

export type DraftStatus = 'none' | 'dirty' | 'saving' | 'saved' | 'failed' | 'conflict' | 'gone';

export interface DraftState {
  status: DraftStatus;
  /** When the server last took the draft in, UTC milliseconds. */
  savedAt?: number;
  error?: unknown;
}

export interface DraftSaverOptions {
  save: (rev: number, form: FormValues) => Promise<Draft>;
  /** Reads what the server has, to find out whether a lost answer had been a yes. */
  load: () => Promise<Draft>;
  /** The revision that the page began with; 0 for a draft that is not on the server yet. */
  rev?: number;
  savedAt?: number;
  delay?: number;
}

const DELAY = 700;
const FIRST_RETRY = 2_000;
const LAST_RETRY = 30_000;

/**
 * Keeps a form on the server while it is typed: one call at a time, the newest values last, again and again
 * while the server is away. It stops, and says so, when somebody else has saved the same draft.
 */
export class DraftSaver {
  private readonly save: DraftSaverOptions['save'];
  private readonly load: DraftSaverOptions['load'];
  private readonly delay: number;
  private readonly listeners = new Set<() => void>();
  private state: DraftState;
  private rev: number;
  private pending: FormValues | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private running: Promise<void> | undefined;
  private retry = FIRST_RETRY;
  private stopped = false;
  /** What was sent when the last answer was lost: the server may have it, or may not. */
  private uncertain: FormValues | undefined;

  constructor({ save, load, rev = 0, savedAt, delay = DELAY }: DraftSaverOptions) {
    this.save = save;
    this.load = load;
    this.rev = rev;
    this.delay = delay;
    this.state = rev > 0 ? { status: 'saved', savedAt } : { status: 'none' };
  }

  getState = (): DraftState => this.state;

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** Whether the server has this draft. */
  get kept(): boolean {
    return this.rev > 0;
  }

  /** Whether something typed has not reached the server. */
  get unsaved(): boolean {
    return this.pending !== undefined || this.running !== undefined;
  }

  /** Takes in what the form holds now; it is sent after a short rest. */
  change(form: FormValues): void {
    this.pending = form;
    if (this.stopped || this.state.status === 'conflict' || this.state.status === 'gone') return;
    if (this.state.status !== 'failed') this.become({ status: 'dirty', savedAt: this.state.savedAt });
    this.schedule(this.delay);
  }

  /** Sends what is waiting at once, and tells whether everything has reached the server. */
  async flush(): Promise<boolean> {
    clearTimeout(this.timer);
    await this.running;
    if (this.pending !== undefined && this.mayRun()) await this.run();
    return !this.unsaved;
  }

  /** Stops saving and waits for the call under way, so that a submission is not overtaken by a draft. */
  async pause(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.running;
  }

  /** Goes on after {@link pause}, with what was typed in between. */
  resume(): void {
    this.stopped = false;
    if (this.pending !== undefined && this.mayRun()) this.schedule(this.delay);
  }

  /** Settles a conflict: begins again from the given revision, sending `form` when there is one to keep. */
  settle(rev: number, savedAt: number | undefined, form?: FormValues): void {
    this.rev = rev;
    this.pending = form;
    this.become(form ? { status: 'dirty', savedAt } : { status: 'saved', savedAt });
    if (form) this.schedule(0);
  }

  /** Gives up what has not been sent: it went out another way, or is not wanted. */
  drop(): void {
    this.pending = undefined;
    clearTimeout(this.timer);
  }

  /** Ends all saving. */
  dispose(): void {
    this.stopped = true;
    clearTimeout(this.timer);
  }

  private mayRun(): boolean {
    return this.state.status !== 'conflict' && this.state.status !== 'gone';
  }

  private schedule(delay: number): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      if (!this.stopped && !this.running) void this.run();
    }, delay);
  }

  private run(): Promise<void> {
    const form = this.pending;
    if (form === undefined) return Promise.resolve();
    this.pending = undefined;
    if (this.state.status !== 'failed') this.become({ status: 'saving', savedAt: this.state.savedAt });
    this.running = this.send(form).finally(() => {
      this.running = undefined;
      if (this.pending !== undefined && !this.stopped && this.mayRun()) {
        this.schedule(this.state.status === 'failed' ? this.nextRetry() : this.delay);
      }
    });
    return this.running;
  }

  private async send(form: FormValues): Promise<void> {
    try {
      const draft = await this.save(this.rev, form);
      this.rev = draft.rev;
      this.retry = FIRST_RETRY;
      this.uncertain = undefined;
      this.become({ status: this.pending === undefined ? 'saved' : 'dirty', savedAt: draft.savedAt });
    } catch (error) {
      // What was not saved waits again, unless something newer already does.
      this.pending ??= form;
      await this.refused(error, form);
    }
  }

  private async refused(error: unknown, form: FormValues): Promise<void> {
    const status = error instanceof ApiProblem ? error.status : 0;
    const { savedAt } = this.state;
    if (status === 409 && (await this.ownWork())) {
      this.become({ status: 'dirty', savedAt });
      return;
    }
    if (status === 0) this.uncertain = form;
    const outcome = status === 409 ? 'conflict' : status === 404 || status === 410 ? 'gone' : 'failed';
    this.become({ status: outcome, savedAt, error });
  }

  /** Whether the newer version is what this page sent itself when the answer was lost; it then goes on from there. */
  private async ownWork(): Promise<boolean> {
    const sent = this.uncertain;
    this.uncertain = undefined;
    if (!sent) return false;
    const now = await this.load().catch(() => undefined);
    if (!now || canonical(now.form) !== canonical(sent)) return false;
    this.rev = now.rev;
    return true;
  }

  private nextRetry(): number {
    const wait = this.retry;
    this.retry = Math.min(LAST_RETRY, this.retry * 2);
    return wait;
  }

  private become(state: DraftState): void {
    const { status, savedAt, error } = this.state;
    // The page is not drawn anew for a keystroke that leaves it as it was.
    if (status === state.status && savedAt === state.savedAt && error === state.error) return;
    this.state = state;
    for (const listener of this.listeners) listener();
  }
}
