/** @module From a chat to a question with its history. */
import type { Turn } from "../../domain/conversation.ts";
import { unsupportedParameter } from "../errors.ts";
import type { ChatMessage, ChatRequest } from "../schemas/openai.ts";

/** Parameters whose effect a client would miss, and when they would have one. */
const UNSUPPORTED: Readonly<Record<string, readonly [(value: unknown) => boolean, string]>> = {
  n: [(value) => value !== 1, "there is one answer"],
  tools: [(value) => !isEmpty(value), "nothing is called on the way to an answer"],
  functions: [(value) => !isEmpty(value), "nothing is called on the way to an answer"],
  response_format: [(value) => readType(value) !== "text", "an answer is text"],
  logprobs: [(value) => value === true, "an answer has no probabilities of tokens"],
  stop: [(value) => !isEmpty(value), "an answer ends by itself"],
  audio: [() => true, "an answer is text"],
  modalities: [
    (value) => !Array.isArray(value) || value.some((each) => each !== "text"),
    "an answer is text",
  ],
};

const isEmpty = (value: unknown): boolean => Array.isArray(value) && value.length === 0;

const readType = (value: unknown): unknown =>
  typeof value === "object" && value !== null && "type" in value ? value.type : undefined;

/** @throws server.unsupported-parameter for what would change the meaning of the reply. */
export function refuseUnsupported(request: ChatRequest): void {
  for (const [path, [matters, reason]] of Object.entries(UNSUPPORTED)) {
    const value = request[path];
    if (value !== undefined && value !== null && matters(value))
      throw unsupportedParameter({ path, reason });
  }
}

/** The marks that our own answers carry; the words around them are what was said. */
const MARK = / ?\[\d{1,3}\]/g;

/**
 * The last message is the question, the users' and assistants' before it are the history.
 * Instructions (`system`, `developer`) are accepted and change nothing: what is answered, and how
 * it is checked, is set where the server is configured.
 *
 * @throws server.unsupported-parameter
 */
export function readChat(messages: readonly ChatMessage[]): {
  readonly question: string;
  readonly history: readonly Turn[];
} {
  const turns = messages.flatMap((message, index): readonly Turn[] => {
    const text = readText(message, `messages.${index}.content`);
    switch (message.role) {
      case "system":
      case "developer":
        return [];
      case "user":
        return [{ role: "user", text }];
      case "assistant":
        return [{ role: "assistant", text: text.replaceAll(MARK, "") }];
      default:
        throw unsupportedParameter({
          path: `messages.${index}.role`,
          reason: `${message.role} is no side of a conversation`,
        });
    }
  });
  const last = turns.at(-1);
  if (last?.role !== "user" || messages.at(-1)?.role !== "user")
    throw unsupportedParameter({
      path: `messages.${messages.length - 1}.role`,
      reason: "the last message must be the user's question",
    });
  return { question: last.text, history: turns.slice(0, -1) };
}

function readText({ content }: ChatMessage, path: string): string {
  if (content === null || content === undefined) return "";
  if (typeof content === "string") return content;
  return content
    .map((part, index) => {
      if ("text" in part && typeof part.text === "string") return part.text;
      throw unsupportedParameter({
        path: `${path}.${index}.type`,
        reason: `a part of type ${part.type} is not read`,
      });
    })
    .join("\n");
}
