/** @module Comments on slides, of both kinds that PowerPoint writes. */
import type { Element } from "domhandler";
import { attributeOf, childOf, childrenOf, findAll, textOf, toOneLine } from "../archive/xml.ts";
import { toComment } from "../office/comment.ts";
import { listRelations } from "../office/relations.ts";
import type { Presentation } from "./presentation.ts";

/** Names by the id that comments have for them. */
export function readAuthors({ parts, main }: Presentation): ReadonlyMap<string, string> {
  const lists = listRelations(parts, main).filter(({ kind }) =>
    /^(?:commentA|a)uthors$/.test(kind),
  );
  return new Map(
    lists
      .flatMap(({ target }) => childrenOf(parts.root(target)))
      .map((author) => [attributeOf(author, "id") ?? "", attributeOf(author, "name") ?? ""]),
  );
}

function wordsOf(comment: Element): string {
  const plain = childOf(comment, "text");
  if (plain) return toOneLine(textOf(plain));
  const lines = findAll(childOf(comment, "txBody"), "p");
  return toOneLine(lines.map((line) => findAll(line, "t").map(textOf).join("")).join(" "));
}

/** One line a comment, an answer behind what it answers. */
export function readComments(
  { parts }: Presentation,
  slide: string,
  authors: ReadonlyMap<string, string>,
): readonly string[] {
  const lists = listRelations(parts, slide).filter(({ kind }) => kind === "comments");
  const comments = lists.flatMap(({ target }) => findAll(parts.root(target), "cm", "reply"));
  return comments.flatMap((comment) => {
    const author = authors.get(attributeOf(comment, "authorId") ?? "") ?? "";
    const writtenAt = attributeOf(comment, "dt") ?? attributeOf(comment, "created") ?? "";
    return toComment({ author, writtenAt, text: wordsOf(comment) });
  });
}
