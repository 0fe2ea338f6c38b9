/** @module The headers of a mail that a reader looks at, as text and as metadata. */
import type { Address, Email } from "postal-mime";
import { toInstantMs, type Metadata } from "../../../domain/metadata.ts";

/** A list to a whole company would be longer than the mail. */
const MAX_SHOWN = 50;
const MAX_NAME = 200;

/** One line that is safe to print: names come from strangers. */
export const toPlainName = (name: string): string =>
  name
    .replaceAll(/[\p{Cc}\p{Cf}\u2028\u2029\s]+/gu, " ")
    .trim()
    .slice(0, MAX_NAME)
    .toWellFormed();

const flatten = (addresses: readonly Address[]): readonly { name: string; address: string }[] =>
  addresses.flatMap((one) => one.group ?? [{ name: one.name, address: one.address }]);

function toShown(addresses: readonly Address[] = []): readonly string[] {
  return flatten(addresses)
    .map(({ name, address }) => {
      const plain = toPlainName(name);
      if (address === "") return plain;
      return plain === "" || plain === address ? address : `${plain} <${address}>`;
    })
    .filter((shown) => shown !== "");
}

const toAddresses = (addresses: readonly Address[] = []): string[] =>
  flatten(addresses)
    .map(({ name, address }) => toPlainName(address === "" ? name : address))
    .filter((address) => address !== "");

function toLine(label: string, values: readonly string[]): readonly string[] {
  if (values.length === 0) return [];
  const more = values.length > MAX_SHOWN ? `, and ${values.length - MAX_SHOWN} more` : "";
  return [`${label}: ${values.slice(0, MAX_SHOWN).join(", ")}${more}`];
}

/** @returns one line a header, in the order in which mail is read; nothing for a mail without any. */
export function toHeaderText(email: Email, attached: readonly string[]): string {
  const date = email.headers.find(({ key }) => key === "date")?.value ?? "";
  return [
    ...toLine("From", toShown(email.from ? [email.from] : [])),
    ...toLine("To", toShown(email.to)),
    ...toLine("Cc", toShown(email.cc)),
    ...toLine("Date", date === "" ? [] : [toPlainName(date)]),
    ...toLine("Attachments", attached),
  ].join("\n");
}

/** @returns ISO 8601, or nothing when the mail has no date that can be read. */
export function toSentAt({ date = "" }: Email): string | undefined {
  const instant = toInstantMs(date);
  return instant === undefined ? undefined : new Date(instant).toISOString();
}

export function toMetadata(email: Email, attached: readonly string[]): Metadata {
  const from = toAddresses(email.from ? [email.from] : []);
  const lists = {
    to: toAddresses(email.to),
    cc: toAddresses(email.cc),
    attachments: [...attached],
  };
  const [author] = toShown(email.from ? [email.from] : []);
  const sentAt = toSentAt(email);
  const messageId = toPlainName(email.messageId ?? "");
  return {
    ...(author === undefined ? {} : { author }),
    ...(from[0] === undefined ? {} : { from: from[0] }),
    ...Object.fromEntries(Object.entries(lists).filter(([, list]) => list.length > 0)),
    ...(sentAt === undefined ? {} : { sentAt }),
    ...(messageId === "" ? {} : { messageId }),
  };
}
