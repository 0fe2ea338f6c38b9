/** @module Counts how deep markup is nested without building a tree, which would fall over. */
import { Parser } from "htmlparser2";
import { bomb, tooDeep } from "../errors.ts";

interface DepthRequest {
  readonly source: string;
  readonly name: string;
  readonly maxDepth: number;
  /** XML: no tag closes by itself, and a document type is refused with its entities. */
  readonly xml: boolean;
  /** Pages written as XML close a tag where it opens; other pages do not. */
  readonly selfClosing?: boolean;
}

/** @throws parsers.too-deep; parsers.bomb for XML that declares a document type. */
export function checkDepth(request: DepthRequest): void {
  const { source, name, maxDepth, xml, selfClosing = false } = request;
  let depth = 0;
  const parser = new Parser(
    {
      onopentagname() {
        depth += 1;
        if (depth > maxDepth) throw tooDeep({ name, reason: `more than ${maxDepth} levels` });
      },
      onclosetag() {
        depth -= 1;
      },
      onprocessinginstruction(instruction) {
        if (xml && /^!doctype/i.test(instruction))
          throw bomb({ name, reason: "a part declares a document type" });
      },
    },
    { xmlMode: xml, decodeEntities: false, recognizeSelfClosing: xml || selfClosing },
  );
  // In pieces, so that the refusal comes before the rest is read.
  for (let start = 0; start < source.length; start += 65_536)
    parser.write(source.slice(start, start + 65_536));
  parser.end();
}
