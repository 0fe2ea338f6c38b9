/** @module The text of a key: 256 random bits that nobody can guess, and a checksum for typing errors. */
import { crc32 } from "node:zlib";
import type { Entropy } from "../../foundation/effects.ts";

/** Tells our keys from others' to people and to scanners for leaked secrets. */
const PREFIX = "pl_live_";
const DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
/** 62^43 is just above 2^256, and 62^6 above 2^32. */
const BODY_LENGTH = 43;
const CHECKSUM_LENGTH = 6;
const FORM = new RegExp(
  `^${PREFIX}([0-9A-Za-z]{${BODY_LENGTH}})([0-9A-Za-z]{${CHECKSUM_LENGTH}})$`,
);

function toBase62(value: bigint, length: number): string {
  let text = "";
  for (let rest = value; text.length < length; rest /= 62n)
    text = `${DIGITS[Number(rest % 62n)] ?? ""}${text}`;
  return text;
}

const toChecksum = (body: string): string => toBase62(BigInt(crc32(body)), CHECKSUM_LENGTH);

export function makeSecret(entropy: Entropy): string {
  const body = toBase62(BigInt(`0x${Buffer.from(entropy.bytes(32)).toString("hex")}`), BODY_LENGTH);
  return `${PREFIX}${body}${toChecksum(body)}`;
}

/** Whether a text has the form of a key and no typing error; says nothing of whether it opens. */
export function isSecret(text: string): boolean {
  const [, body, checksum] = FORM.exec(text) ?? [];
  return body !== undefined && toChecksum(body) === checksum;
}
