/** @module What was said before a question. */

/** One turn of a conversation. */
export interface Turn {
  readonly role: "user" | "assistant";
  readonly text: string;
}
