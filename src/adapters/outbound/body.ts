/** @module The body of a reply: decompressed, and cut off where it grows past its limits. */
import { pipeline, type Readable } from "node:stream";
import { createBrotliDecompress, createGunzip } from "node:zlib";
import { egressEncodingRefused, egressTooLarge } from "./errors.ts";
import { HARMLESS_BYTES } from "./limits.ts";

export interface BodyLimits {
  readonly origin: string;
  /** Counted after decompression. */
  readonly maxBytes: number;
  readonly inflation: number;
}

/** What is offered to servers, and read. */
export const ACCEPTED_ENCODINGS = "gzip, br";

const DECODERS: Readonly<Record<string, () => NodeJS.ReadWriteStream & Readable>> = {
  gzip: createGunzip,
  "x-gzip": createGunzip,
  br: createBrotliDecompress,
};

/**
 * The body's bytes as they come, so that a stream stays one.
 *
 * @throws outbound.encoding-refused before anything is read; outbound.too-large as soon as the
 *   limit is passed; whatever the connection or the decoder throws.
 */
export function readBody(
  raw: Readable,
  encoding: string,
  limits: BodyLimits,
): AsyncIterable<Buffer> {
  const { origin } = limits;
  let arrived = 0;
  raw.on("data", (piece: Buffer) => {
    arrived += piece.length;
  });
  if (encoding === "" || encoding === "identity") return capBytes(raw, limits, () => arrived);
  const createDecoder = DECODERS[encoding];
  if (!createDecoder) {
    discard(raw);
    throw egressEncodingRefused({ origin, encoding: encoding.slice(0, 40) });
  }
  // The decoder is destroyed with the reason when the connection breaks.
  return capBytes(
    pipeline(raw, createDecoder(), () => undefined),
    limits,
    () => arrived,
  );
}

/** Lets go of a body that nobody reads on, and of its connection. */
export function discard(raw: Readable): void {
  raw.on("error", () => undefined).destroy();
}

async function* capBytes(
  body: AsyncIterable<Buffer>,
  { origin, maxBytes, inflation }: BodyLimits,
  countArrived: () => number,
): AsyncGenerator<Buffer> {
  let given = 0;
  for await (const piece of body) {
    given += piece.length;
    if (given > maxBytes)
      throw egressTooLarge({ origin, reason: `more than ${Math.floor(maxBytes / 2 ** 20)} MB` });
    if (given > HARMLESS_BYTES && given > countArrived() * inflation)
      throw egressTooLarge({ origin, reason: `it inflates more than ${inflation} times` });
    yield piece;
  }
}
