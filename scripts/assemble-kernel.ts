/**
 * Assembles each kernel.wat into the kernel-bytes.ts beside it.
 * Knows the part of WebAssembly text that the kernels use: one imported shared memory, one exported
 * function, folded expressions. `node scripts/assemble-kernel.ts` writes; `--check` compares.
 */
import { readFileSync, writeFileSync } from "node:fs";

type Expression = readonly (string | Expression)[];

/** Folders of a kernel, the scan of vectors and the product of matrices. */
const FOLDERS = ["../src/engine/dense/", "../src/tune/embedder/"];

/** "\0asm" and version 1. */
const HEADER = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00];
const MEMORY_IMPORT = 0x02;
/** Limits of a shared memory: the maximum is mandatory. */
const SHARED = 0x03;
const TYPES: Readonly<Record<string, number>> = { i32: 0x7f, v128: 0x7b };

/** Instructions without an immediate, and those whose immediate is a lane or an address. */
const PLAIN: Readonly<Record<string, readonly number[]>> = {
  "i32.add": [0x6a],
  "i32.lt_u": [0x49],
  "f32x4.add": [0xfd, 0xe4, 0x01],
  "f32x4.mul": [0xfd, 0xe6, 0x01],
  "i32x4.add": [0xfd, 0xae, 0x01],
  "i32x4.dot_i16x8_s": [0xfd, 0xba, 0x01],
};
const LANE: Readonly<Record<string, readonly number[]>> = { "i32x4.extract_lane": [0xfd, 0x1b] };
/** Natural alignment 1 is always allowed: the exponent in the first byte of the address is 0. */
const MEMORY: Readonly<Record<string, readonly number[]>> = {
  "i32.store": [0x36],
  "v128.load": [0xfd, 0x00],
  "v128.load32_splat": [0xfd, 0x09],
  "v128.load8x8_s": [0xfd, 0x01],
  "v128.store": [0xfd, 0x0b],
};

function parse(text: string): Expression {
  const tokens = text.replaceAll(/;;.*$/gm, "").match(/[()]|"[^"]*"|[^\s()]+/g) ?? [];
  let next = 0;
  const read = (): Expression => {
    const list: (string | Expression)[] = [];
    for (;;) {
      const token = tokens[next++];
      if (token === undefined) throw new Error("a parenthesis is not closed");
      if (token === ")") return list;
      list.push(token === "(" ? read() : token);
    }
  };
  if (tokens[next++] !== "(") throw new Error("the text does not begin with a parenthesis");
  return read();
}

function unsigned(value: number): number[] {
  const bytes: number[] = [];
  for (let rest = value; ; rest >>>= 7) {
    if (rest < 0x80) return [...bytes, rest];
    bytes.push((rest & 0x7f) | 0x80);
  }
}

/** Constants of the kernel are non-negative: the sign bit of the last byte must be 0. */
function signed(value: number): number[] {
  const bytes: number[] = [];
  for (let rest = value; ; rest >>>= 7) {
    if (rest < 0x40) return [...bytes, rest];
    bytes.push((rest & 0x7f) | 0x80);
  }
}

const section = (id: number, bytes: readonly number[]): number[] => [
  id,
  ...unsigned(bytes.length),
  ...bytes,
];
const name = (quoted: string): number[] => {
  const bytes = [...Buffer.from(quoted.slice(1, -1), "utf8")];
  return [...unsigned(bytes.length), ...bytes];
};
const isList = (value: string | Expression): value is Expression => typeof value !== "string";
const headIs = (head: string) => (value: string | Expression) => isList(value) && value[0] === head;

/** The word at a place, where the grammar has no parenthesis. */
function word(expression: Expression, place: number): string {
  const value = expression[place];
  if (typeof value !== "string") throw new Error(`no word in (${expression.join(" ")})`);
  return value;
}

/** Operands first, then the instruction: folded text is written the other way around. */
function emit(
  expression: Expression,
  locals: readonly string[],
  labels: readonly string[],
): number[] {
  const head = word(expression, 0);
  const operands = (inner = labels): number[] =>
    expression.filter(isList).flatMap((operand) => emit(operand, locals, inner));
  const local = (): number[] => {
    const index = locals.indexOf(word(expression, 1));
    if (index < 0) throw new Error(`no local ${word(expression, 1)}`);
    return unsigned(index);
  };
  const plain = PLAIN[head];
  if (plain) return [...operands(), ...plain];
  const lane = LANE[head];
  if (lane) return [...operands(), ...lane, Number(word(expression, 1))];
  const memory = MEMORY[head];
  if (memory) {
    const offset = /^offset=(\d+)$/.exec(String(expression[1]))?.[1] ?? "0";
    return [...operands(), ...memory, 0, ...unsigned(Number(offset))];
  }
  switch (head) {
    case "local.get":
      return [0x20, ...local()];
    case "local.set":
      return [...operands(), 0x21, ...local()];
    case "i32.const":
      return [0x41, ...signed(Number(word(expression, 1)))];
    case "v128.const":
      if (expression.slice(2).some((lane4) => lane4 !== "0")) throw new Error("only zero vectors");
      return [0xfd, 0x0c, ...Array.from({ length: 16 }, () => 0)];
    case "loop":
      return [0x03, 0x40, ...operands([word(expression, 1), ...labels]), 0x0b];
    case "br_if": {
      const depth = labels.indexOf(word(expression, 1));
      if (depth < 0) throw new Error(`no label ${word(expression, 1)}`);
      return [...operands(), 0x0d, ...unsigned(depth)];
    }
    default:
      throw new Error(`unknown instruction ${head}`);
  }
}

function assemble(text: string): Uint8Array {
  const module = parse(text).filter(isList);
  const imported = module.find(headIs("import"));
  const func = module.find(headIs("func"));
  if (!imported || !func) throw new Error("the module needs one import and one function");
  const parameters = func.filter(isList).filter(headIs("param"));
  const locals = func.filter(isList).filter(headIs("local"));
  const exported = func.filter(isList).find(headIs("export"));
  const memory = imported.filter(isList).find(headIs("memory"));
  if (!exported || memory?.at(-1) !== "shared")
    throw new Error("the function is not exported or the memory not shared");
  const names = [...parameters, ...locals].map((declared) => word(declared, 1));
  const type = (declared: Expression): number => {
    const code = TYPES[word(declared, 2)];
    if (code === undefined) throw new Error(`unknown type ${word(declared, 2)}`);
    return code;
  };
  const body = func
    .filter(isList)
    .filter((item) => !["export", "param", "local"].includes(word(item, 0)))
    .flatMap((item) => emit(item, names, []));
  const code = [...unsigned(locals.length), ...locals.flatMap((l) => [1, type(l)]), ...body, 0x0b];
  return Uint8Array.from([
    ...HEADER,
    ...section(1, [1, 0x60, ...unsigned(parameters.length), ...parameters.map(type), 0]),
    ...section(2, [
      1,
      ...name(word(imported, 1)),
      ...name(word(imported, 2)),
      MEMORY_IMPORT,
      SHARED,
      ...unsigned(Number(word(memory, 1))),
      ...unsigned(Number(word(memory, 2))),
    ]),
    ...section(3, [1, 0]),
    ...section(7, [1, ...name(word(exported, 1)), 0x00, 0]),
    ...section(10, [1, ...unsigned(code.length), ...code]),
  ]);
}

function generate(source: URL): string {
  const base64 = Buffer.from(assemble(readFileSync(source, "utf8"))).toString("base64");
  const lines = (base64.match(/.{1,90}/g) ?? []).map((line) => `  "${line}",`);
  return [
    "/** @module generated by scripts/assemble-kernel.ts from kernel.wat: the bytes of the kernel. */",
    "export const KERNEL_BASE64: string = [",
    ...lines,
    '].join("");',
    "",
  ].join("\n");
}

for (const folder of FOLDERS) {
  const generated = generate(new URL(`${folder}kernel.wat`, import.meta.url));
  const target = new URL(`${folder}kernel-bytes.ts`, import.meta.url);
  if (!process.argv.includes("--check")) writeFileSync(target, generated);
  else if (readFileSync(target, "utf8") !== generated) {
    process.stderr.write(`${target.pathname} is not what kernel.wat gives: run without --check\n`);
    process.exitCode = 1;
  }
}
