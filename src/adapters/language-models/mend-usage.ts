/** @module Token counts that a server leaves out or gets wrong must not cost the reply. */
import { z } from "zod";
import type { AdapterContext } from "../../ports/adapter.ts";
import type { OpenedModel } from "./opened-model.ts";

const Count = z.number().int().min(0);

/** What the SDK accepts; it refuses the whole event otherwise, and the text with it. */
const ChatUsage = z.object({
  prompt_tokens: Count.nullish(),
  completion_tokens: Count.nullish(),
  total_tokens: Count.nullish(),
});
const MessageUsage = z.object({ input_tokens: Count.nullish(), output_tokens: Count });
/** 0 stands for unknown: no reply costs nothing. */
const UNKNOWN = { input_tokens: 0, output_tokens: 0 };

const Held = z.looseObject({ usage: z.unknown().optional() });
const Event = Held.extend({ type: z.unknown().optional(), message: Held.optional() });
type Event = z.output<typeof Event>;

const MENDERS: Readonly<Record<OpenedModel["wire"], (event: Event) => Event>> = {
  chat: (event) =>
    event.usage === undefined || ChatUsage.safeParse(event.usage).success
      ? event
      : { ...event, usage: null },
  messages(event) {
    const isRight = (usage: unknown): boolean => MessageUsage.safeParse(usage).success;
    if (event.type === "message_delta" && !isRight(event.usage))
      return { ...event, usage: UNKNOWN };
    if (event.type === "message_start" && event.message && !isRight(event.message.usage))
      return { ...event, message: { ...event.message, usage: UNKNOWN } };
    return event;
  },
};

/** The `fetch` that was lent, its event streams with counts that can be read or none. */
export function mendUsage(
  fetch: AdapterContext["fetch"],
  wire: OpenedModel["wire"],
): AdapterContext["fetch"] {
  return async (input, init) => {
    const response = await fetch(input, init);
    const isStream = response.headers.get("content-type")?.includes("event-stream") === true;
    if (!response.ok || !response.body || !isStream) return response;
    const { status, statusText, headers } = response;
    const body = response.body
      .pipeThrough(new TextDecoderStream())
      .pipeThrough(mapLines((line) => mendLine(line, MENDERS[wire])))
      .pipeThrough(new TextEncoderStream());
    return new Response(body, { status, statusText, headers });
  };
}

/** A line that is no event, or is not to be mended, stays as it came, byte for byte. */
function mendLine(line: string, mend: (event: Event) => Event): string {
  const data = /^data: ?(\{.*\})\r?$/.exec(line)?.[1];
  if (data === undefined || !/"(?:usage|message_start|message_delta)"/.test(data)) return line;
  try {
    const event = Event.safeParse(JSON.parse(data)).data;
    const mended = event && mend(event);
    return mended === event ? line : line.replace(data, () => JSON.stringify(mended));
  } catch {
    return line;
  }
}

function mapLines(map: (line: string) => string): TransformStream<string, string> {
  let rest = "";
  return new TransformStream({
    transform(piece, controller) {
      const lines = (rest + piece).split("\n");
      rest = lines.pop() ?? "";
      if (lines.length > 0) controller.enqueue(lines.map((line) => `${map(line)}\n`).join(""));
    },
    flush(controller) {
      if (rest !== "") controller.enqueue(map(rest));
    },
  });
}
