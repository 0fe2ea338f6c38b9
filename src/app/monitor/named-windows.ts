/** @module Windows that somebody names, in the words of a command. */
import { toMoment } from "../trace/moment.ts";
import { badWindow } from "./errors.ts";
import type { MonitorState } from "./monitor-report.ts";
import {
  chooseReference,
  findFloor,
  readNamedReference,
  type ChosenReference,
  type WindowSettings,
} from "./windows.ts";

export interface MonitorInput {
  /** Of the current window: a date, a time, or days ago such as `7d`. */
  readonly since?: string | undefined;
  /** `2026-10-01..2026-11-01`, the second moment behind the last. */
  readonly reference?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** @throws app.bad-window, app.bad-moment */
export async function openReference(
  settings: WindowSettings,
  { reference }: MonitorInput,
  { references }: MonitorState,
): Promise<ChosenReference> {
  if (reference === undefined) return chooseReference(settings, references);
  const { now } = settings;
  const [from = "", to = "", ...more] = reference.split("..");
  if (from === "" || to === "" || more.length > 0)
    throw badWindow({ reason: `${JSON.stringify(reference)} names no two moments` });
  const [since, until] = [toMoment(from, now), toMoment(to, now)];
  if (since >= until) throw badWindow({ reason: "the reference ends before it begins" });
  if (until > now.toISOString()) throw badWindow({ reason: "the reference is not over yet" });
  return readNamedReference(settings, { since, until });
}

/** @throws app.bad-window, app.bad-moment */
export function readSince(
  settings: WindowSettings,
  { since }: MonitorInput,
  reference: ChosenReference,
): string | undefined {
  if (since === undefined) return undefined;
  const moment = toMoment(since, settings.now);
  if (moment >= settings.now.toISOString())
    throw badWindow({ reason: "it would begin in the future" });
  const floor = findFloor(settings, reference);
  if (floor !== undefined && moment < floor)
    throw badWindow({ reason: `its questions would be of the reference, which ends at ${floor}` });
  return moment;
}
