/** @module Every file format that is read: choose by name and content, parse under caps. */
import type { ParsedDocument } from "../../domain/document.ts";
import type { ParseRequest, Parser } from "../../ports/parser.ts";
import { empty, tooLarge } from "./errors.ts";
import { chooseFormat, findByExtension, FORMATS, type FormatTraits } from "./formats.ts";
import { createChildPool, type ChildPool } from "./isolation/child-pool.ts";
import { parseInChild } from "./isolation/isolated-parser.ts";
import { PARSER_LIMITS, type ParserLimits } from "./limits.ts";
import { mayTakeLong } from "./plain/markdown-cost.ts";
import { runFormat } from "./run-format.ts";

export { PARSER_LIMITS, type ParserLimits } from "./limits.ts";
export { parseDelimited, type DelimitedRow, type DelimitedText } from "./plain/delimited.ts";
export { decodeText, type DecodedText } from "./decode.ts";

/** Lower case, without the dot, in the order of the formats. */
export const PARSED_EXTENSIONS: readonly string[] = FORMATS.flatMap(({ extensions }) => extensions);

export interface ParsersOptions {
  /** Of `PARSER_LIMITS`, what shall differ. */
  readonly limits?: Partial<ParserLimits>;
  /** Children that work at the same time, and that wait; 2 by default. */
  readonly poolSize?: number;
}

export interface Parsers {
  /**
   * The parser for a file of that name, and of that content when it is given.
   *
   * @returns nothing for a name whose format is not read; with `bytes`, nothing that `parse`
   *   would refuse by its type.
   */
  parserFor(name: string, bytes?: Uint8Array): Parser | undefined;
  /** @throws errors of `parsers.*`, or the reason of the request's signal. */
  parse(request: ParseRequest): Promise<ParsedDocument>;
  /** Ends the children that wait. */
  [Symbol.asyncDispose](): Promise<void>;
}

function createParser(traits: FormatTraits, limits: ParserLimits, pool: ChildPool): Parser {
  const { format, id, extensions, isolated } = traits;
  return {
    id,
    extensions,
    isolated,
    async parse(request) {
      request.signal?.throwIfAborted();
      const { bytes, name } = request;
      if (bytes.length === 0) throw empty({ name, reason: "0 bytes" });
      if (bytes.length > limits.maxInputBytes)
        throw tooLarge({ name, reason: `${bytes.length} of ${limits.maxInputBytes} bytes` });
      const apart = isolated || (format === "markdown" && mayTakeLong(bytes));
      return apart
        ? await pool.use(format, (child) => parseInChild(child, request, limits))
        : await runFormat(format, { bytes, name, limits });
    },
  };
}

/**
 * Markup and binary formats are parsed in a child process for each file, and so is Markdown
 * that may take long; plain formats are parsed in this process, where only their size is limited. No child is started before one is needed.
 */
export function createParsers(options: ParsersOptions = {}): Parsers {
  const limits: ParserLimits = { ...PARSER_LIMITS, ...options.limits };
  const pool = createChildPool(options.poolSize ?? 2, limits);
  const parsers = new Map(
    FORMATS.map((traits) => [traits.format, createParser(traits, limits, pool)] as const),
  );

  const choose = (name: string, bytes: Uint8Array): { parser: Parser; warning?: string } => {
    const { traits, warning } = chooseFormat(name, bytes);
    const parser = parsers.get(traits.format);
    if (!parser) throw new Error(`no parser for ${traits.format}`);
    return { parser, ...(warning === undefined ? {} : { warning }) };
  };

  return {
    parserFor(name, bytes) {
      if (bytes === undefined) {
        const traits = findByExtension(name);
        return traits && parsers.get(traits.format);
      }
      try {
        return choose(name, bytes).parser;
      } catch {
        return undefined;
      }
    },
    async parse(request) {
      const { parser, warning } = choose(request.name, request.bytes);
      const document = await parser.parse(request);
      return warning === undefined
        ? document
        : { ...document, warnings: [warning, ...document.warnings] };
    },
    [Symbol.asyncDispose]: () => pool[Symbol.asyncDispose](),
  };
}
