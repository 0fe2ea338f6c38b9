/** @module A gate or a comparison as it goes: a bar where somebody watches. */
import type { Terminal } from "../terminal.ts";
import { createProgress, type Progress } from "../progress.ts";

type Event =
  | { readonly type: "evaluation-started"; readonly replies: number }
  | { readonly type: "case-replied" }
  | { readonly type: string };

/** The last event of a type; the others move the bar. */
export async function follow<Told extends Event, Type extends Told["type"]>(
  terminal: Terminal,
  events: AsyncIterable<Told>,
  type: Type,
): Promise<Extract<Told, { type: Type }>> {
  let progress: Progress | undefined;
  let last: Told | undefined;
  try {
    for await (const event of events) {
      if ("replies" in event) progress = createProgress(terminal, event.replies);
      if (event.type === "case-replied") progress?.step("replies");
      last = event;
    }
  } finally {
    progress?.end();
  }
  if (last?.type !== type) throw new Error(`${type} did not come`);
  return last as Extract<Told, { type: Type }>; // looked at above
}
