/** @module Which questions are compared with which: the window that was calibrated on, and the latest. */
import type { Store } from "../../ports/store.ts";
import { listAsked, type AskedQuestion } from "./asked-questions.ts";
import { DAY_MS } from "../../foundation/durations.ts";
import type { KeptReference } from "./monitor-report.ts";

export interface QuestionWindow {
  readonly release: string;
  readonly since: string;
  readonly until: string;
  /** Oldest first; of many a random sample. */
  readonly asked: readonly AskedQuestion[];
  /** Of which `asked` is a sample. */
  readonly questions: number;
}

export interface WindowSettings {
  readonly store: Pick<Store, "listTraces">;
  readonly release: string;
  readonly now: Date;
  /** The least that a window spans. */
  readonly days: number;
  /** The least that the reference holds. */
  readonly questions: number;
  readonly signal?: AbortSignal | undefined;
}

export interface ChosenReference {
  readonly window: QuestionWindow;
  /** False while too little was asked under the release: it cannot be compared with yet. */
  readonly complete: boolean;
  /** What to keep, newest first. */
  readonly kept: readonly KeptReference[];
  readonly note?: string;
}

/** Records that are read of a window; 1,000 a side see a shift of .2 deviations in 88 % already. */
const MOST = 2000;
/** The oldest questions of a release that are held at a time while its first ones are looked for. */
const HELD = 50_000;
/** Releases whose windows are remembered, so that going back to one goes on where it was. */
const MOST_KEPT = 5;

const iso = (ms: number): string => new Date(ms).toISOString();

/** In the order of asking. Ids are random, so those that stand first by id are a random sample. */
function toWindow(
  { release, since, until }: Pick<QuestionWindow, "release" | "since" | "until">,
  all: readonly AskedQuestion[],
): QuestionWindow {
  const sample =
    all.length <= MOST ? all : all.toSorted((a, b) => (a.id < b.id ? -1 : 1)).slice(0, MOST);
  const asked = sample.toSorted((a, b) =>
    a.askedAt === b.askedAt ? (a.id < b.id ? -1 : 1) : a.askedAt < b.askedAt ? -1 : 1,
  );
  return { release, since, until, asked, questions: all.length };
}

async function readWindow(
  { store, signal }: WindowSettings,
  period: Pick<QuestionWindow, "release" | "since" | "until">,
): Promise<QuestionWindow> {
  const all: AskedQuestion[] = [];
  for await (const page of listAsked(store, period, signal)) all.push(...page);
  return toWindow(period, all);
}

/**
 * The questions that the release was first asked: as many as are needed, and whole days of a week.
 * Once complete it stays, so that windows that follow are compared with the same; when its traces
 * are deleted, another is taken from the middle of what is left. Until there is one, the window of
 * the release before takes its place.
 */
export async function chooseReference(
  settings: WindowSettings,
  kept: readonly KeptReference[],
): Promise<ChosenReference> {
  const { release, now, questions } = settings;
  const mine = kept.find((each) => each.release === release);
  const known = mine && (await readWindow(settings, mine));
  if (known && known.questions >= questions) return { window: known, complete: true, kept };
  const isThinned = mine !== undefined && known !== undefined && known.questions < mine.questions;
  const from = isThinned ? iso((Date.parse(mine.since) + now.getTime()) / 2) : undefined;
  const first = await findFirst(settings, from);
  const others = kept.filter((each) => each.release !== release);
  if (first.complete) {
    const { since, until } = first.window;
    const fresh = { release, since, until, questions: first.window.questions };
    return {
      ...first,
      kept: [fresh, ...others].slice(0, MOST_KEPT),
      ...(isThinned
        ? { note: "the reference window is a new one: traces of it were deleted" }
        : {}),
    };
  }
  for (const other of others) {
    const window = await readWindow(settings, other);
    if (window.questions < questions) continue;
    const note = `${describeWait(first.window, settings)}; until then it is compared with ${other.release}`;
    return { window, complete: true, kept, note };
  }
  return { ...first, kept, note: describeWait(first.window, settings) };
}

const describeWait = (
  { questions, since }: QuestionWindow,
  { release, days, questions: needed }: WindowSettings,
): string =>
  questions === 0
    ? `no question was asked under ${release} yet`
    : `the reference window of ${release} is complete with ${needed} questions and ${days} days: ${questions} since ${since}`;

async function findFirst(
  settings: WindowSettings,
  from: string | undefined,
): Promise<Pick<ChosenReference, "window" | "complete">> {
  const { store, release, now, days, questions, signal } = settings;
  const held: AskedQuestion[] = [];
  for await (const page of listAsked(store, { release, since: from }, signal)) {
    held.push(...page);
    if (held.length > HELD) held.splice(0, HELD / 2);
  }
  const oldestFirst = held.map(({ askedAt }) => Date.parse(askedAt)).toSorted((a, b) => a - b);
  const since = oldestFirst[0] ?? now.getTime();
  const needed = oldestFirst[questions - 1];
  const until = needed === undefined ? undefined : Math.max(since + days * DAY_MS, needed + 1);
  const complete = until !== undefined && until <= now.getTime();
  const end = iso(complete ? until : now.getTime());
  const asked = held.filter(({ askedAt }) => askedAt < end);
  return { window: toWindow({ release, since: iso(since), until: end }, asked), complete };
}

/** Of the release that most of its questions were asked under. */
export async function readNamedReference(
  settings: WindowSettings,
  period: { readonly since: string; readonly until: string },
): Promise<ChosenReference> {
  const all: AskedQuestion[] = [];
  for await (const page of listAsked(settings.store, period, settings.signal)) all.push(...page);
  const byRelease = [...Map.groupBy(all, ({ release }) => release)].toSorted(
    ([, a], [, b]) => b.length - a.length,
  );
  const [release, asked] = byRelease[0] ?? [settings.release, []];
  const left = all.length - asked.length;
  return {
    window: toWindow({ release, ...period }, asked),
    complete: asked.length > 0,
    kept: [],
    ...(left > 0
      ? { note: `${left} questions of the reference period were asked under another release` }
      : {}),
  };
}

/**
 * The last days, or as far back as enough questions reach; never into the reference.
 *
 * @param since overrides the beginning.
 */
export async function chooseCurrent(
  settings: WindowSettings,
  reference: ChosenReference,
  since?: string,
): Promise<QuestionWindow> {
  const { store, release, now, days, questions, signal } = settings;
  const until = now.toISOString();
  const floor = findFloor(settings, reference);
  if (since !== undefined) return readWindow(settings, { release, since, until });
  const week = iso(now.getTime() - days * DAY_MS);
  const all: AskedQuestion[] = [];
  for await (const page of listAsked(store, { release, since: floor, until }, signal)) {
    all.push(...page);
    if (all.length >= questions && (all.at(-1)?.askedAt ?? "") < week) break;
  }
  const nth = all[questions - 1]?.askedAt ?? all.at(-1)?.askedAt ?? week;
  const wanted = nth < week ? nth : week;
  const start = floor !== undefined && floor > wanted ? floor : wanted;
  const asked = all.filter(({ askedAt }) => askedAt >= start);
  return toWindow({ release, since: start, until }, asked);
}

/** Where the current window may begin: a question is in one window alone. */
export const findFloor = (
  { release }: Pick<WindowSettings, "release">,
  { window, complete }: ChosenReference,
): string | undefined => (complete && window.release === release ? window.until : undefined);
