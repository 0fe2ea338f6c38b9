/** @module Who somebody is, in one word: for feedback and for money. */

/** The user among the principals, else all of them; the owner is `operator`. */
export const toPerson = (principals: readonly string[]): string =>
  principals.find((name) => name.startsWith("user:")) ?? principals.join(",");
