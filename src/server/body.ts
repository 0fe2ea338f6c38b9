/** @module Reading bodies: bounded, of the type that is wanted, and strict about what JSON is. */
import type { z } from "zod";
import { listMistakes } from "../foundation/mistakes.ts";
import type { BodyFormat } from "./route.ts";
import { badJson, badRequest, bodyTooLarge, contentType } from "./errors.ts";

export interface Body {
  readonly bytes: Uint8Array;
  /** As it was sent. */
  readonly contentType: string;
}

/** @throws server.content-type, server.body-too-large, or the signal's reason. */
export async function readBody(
  request: Request,
  accepts: BodyFormat<unknown>["accepts"],
  signal: AbortSignal,
): Promise<Body> {
  const wanted = Object.keys(accepts);
  const given = request.headers.get("content-type") ?? "";
  const [type = "", ...parameters] = given.split(";").map((part) => part.trim().toLowerCase());
  const charset = parameters.find((part) => part.startsWith("charset="))?.slice(8);
  const encoded = (request.headers.get("content-encoding") ?? "identity") !== "identity";
  const foreign = charset !== undefined && !["utf-8", "utf8", '"utf-8"'].includes(charset);
  const accepted = Object.hasOwn(accepts, type) ? accepts[type] : undefined;
  if (!accepted || encoded || foreign) throw contentType({ given, wanted });
  const bytes = await orAborted(readBytes(request, accepted.limitBytes), signal);
  return { bytes, contentType: given };
}

/** A sender who takes for ever is not waited for. */
async function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const aborted = Promise.withResolvers<never>();
  const abort = (): void => aborted.reject(signal.reason);
  signal.addEventListener("abort", abort, { once: true });
  try {
    return await Promise.race([work, aborted.promise]);
  } finally {
    signal.removeEventListener("abort", abort);
    work.catch(() => undefined);
  }
}

/** A length that is told decides before anything is read; one that is not is counted. */
async function readBytes(request: Request, limitBytes: number): Promise<Uint8Array> {
  const told = request.headers.get("content-length");
  if (told !== null && Number(told) > limitBytes) throw bodyTooLarge({ limitBytes });
  if (told !== null) return new Uint8Array(await request.arrayBuffer());
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of request.body ?? []) {
    length += part.length;
    if (length > limitBytes) throw bodyTooLarge({ limitBytes });
    parts.push(part);
  }
  return Buffer.concat(parts);
}

/** Deeper than anything that is meant; a walk down it must not end the stack. */
const DEEPEST = 64;
/** Names that mean something to JavaScript itself. */
const HOSTILE = new Set(["__proto__", "constructor", "prototype"]);

/** @throws server.bad-json */
export function parseJson(bytes: Uint8Array): unknown {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch (error) {
    const invalid = error instanceof TypeError;
    const reason = invalid ? "it is not UTF-8" : error instanceof Error ? error.message : "?";
    throw badJson({ reason });
  }
  refuseHostile(value);
  return value;
}

function refuseHostile(whole: unknown): void {
  const left: { value: unknown; path: string; depth: number }[] = [
    { value: whole, path: "", depth: 0 },
  ];
  for (let next = left.pop(); next; next = left.pop()) {
    const { value, path, depth } = next;
    if (typeof value !== "object" || value === null) continue;
    if (depth === DEEPEST) throw badJson({ reason: `it is nested more than ${DEEPEST} deep` });
    for (const [name, member] of Object.entries(value)) {
      const at = path === "" ? name : `${path}.${name}`;
      if (HOSTILE.has(name)) throw refuse([{ path: at, message: "this name is not allowed" }]);
      left.push({ value: member, path: at, depth: depth + 1 });
    }
  }
}

/** @throws server.bad-request naming each mistake by its path. */
export function checkInput<T>(schema: z.ZodType<T>, value: unknown): T {
  const checked = schema.safeParse(value);
  if (checked.success) return checked.data;
  throw refuse(listMistakes(checked.error.issues, "unknown field"));
}

const MISTAKES_SHOWN = 10;

function refuse(mistakes: readonly { path: string; message: string }[]): Error {
  return badRequest({
    path: mistakes[0]?.path ?? "",
    mistakes: mistakes
      .slice(0, MISTAKES_SHOWN)
      .map(({ path, message }) => `${path || "(the body)"}: ${message}`),
  });
}
