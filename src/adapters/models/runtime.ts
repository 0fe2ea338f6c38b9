/** @module Where encoders run: `@huggingface/transformers`, which is installed where it is used. */
import { modelNotLoaded, modelPackageMissing, modelUnsupported } from "./errors.ts";
import type { EncoderModel } from "./read-model.ts";
import type { Weights } from "./weights.ts";

export const RUNTIME_PACKAGE = { name: "@huggingface/transformers", version: "4.3.1" } as const;

/** What a model makes of a batch. */
export interface EncoderOutput {
  /** Row after row; a state for each piece of each, or one vector where `length` is absent. */
  readonly values: Float32Array;
  readonly rows: number;
  /** Pieces of each row, padding included. */
  readonly length: number | undefined;
  readonly dimensions: number;
}

export interface OpenedEncoder {
  /** Numbers of a text's pieces, the special ones among them, however many. */
  tokenize(text: string): readonly number[];
  /** Rows may differ in length; what is missing is padded, and no attention paid to it. */
  run(rows: readonly (readonly number[])[]): Promise<EncoderOutput>;
}

export interface EncoderSettings {
  readonly weights: Weights;
  /** Processor threads; absent: as many as there are cores. */
  readonly threads: number | undefined;
}

export interface EncoderRuntime {
  /** @throws models.package-missing */
  assertInstalled(): void;
  /** @throws models.package-missing, models.not-loaded */
  open(model: EncoderModel, settings: EncoderSettings): Promise<OpenedEncoder>;
}

/** Of the library, what is used; it is not there to be read when this is compiled. */
interface Library {
  readonly env: { logLevel: number };
  readonly LogLevel: { readonly ERROR: number };
  readonly AutoTokenizer: { from_pretrained(folder: string, options: object): Promise<Tokenizer> };
  readonly AutoModel: { from_pretrained(folder: string, options: object): Promise<Model> };
  readonly Tensor: new (type: string, data: BigInt64Array, dims: readonly number[]) => object;
}
interface Tokenizer {
  encode(text: string): readonly number[];
  readonly pad_token_id?: number;
}
interface Tensor {
  readonly data: unknown;
  readonly dims: readonly number[];
}
type Model = (inputs: object) => Promise<Readonly<Record<string, Tensor | undefined>>>;

async function importLibrary(): Promise<Library> {
  // By a variable: the compiler would want to see a package that most do not install.
  const name: string = RUNTIME_PACKAGE.name;
  return (await import(name)) as Library; // its public interface, of which the above is a part
}

function assertInstalled(): void {
  try {
    import.meta.resolve(RUNTIME_PACKAGE.name);
  } catch (error) {
    throw modelPackageMissing(RUNTIME_PACKAGE, error);
  }
}

export const transformersRuntime: EncoderRuntime = {
  assertInstalled,
  async open(model, { weights, threads }) {
    assertInstalled();
    const library = await importLibrary();
    library.env.logLevel = library.LogLevel.ERROR;
    // Nothing is fetched: what is not in the folder is an error.
    const local = { local_files_only: true };
    const { folder, subfolder } = model;
    try {
      const tokenizer = await library.AutoTokenizer.from_pretrained(folder, local);
      const loaded = await library.AutoModel.from_pretrained(folder, {
        ...local,
        subfolder,
        dtype: weights,
        session_options: threads === undefined ? {} : { intraOpNumThreads: threads },
      });
      return createEncoder(model, library, tokenizer, loaded);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw modelNotLoaded({ model: model.name, reason }, error);
    }
  },
};

function createEncoder(
  { name }: EncoderModel,
  { Tensor: NewTensor }: Library,
  tokenizer: Tokenizer,
  run: Model,
): OpenedEncoder {
  const padding = BigInt(tokenizer.pad_token_id ?? 0);
  return {
    tokenize: (text) => tokenizer.encode(text),
    async run(rows) {
      const length = Math.max(...rows.map((row) => row.length));
      const ids = new BigInt64Array(rows.length * length).fill(padding);
      const mask = new BigInt64Array(rows.length * length);
      for (const [at, row] of rows.entries())
        for (const [i, id] of row.entries()) {
          ids[at * length + i] = BigInt(id);
          mask[at * length + i] = 1n;
        }
      const dims = [rows.length, length];
      const output = await run({
        input_ids: new NewTensor("int64", ids, dims),
        attention_mask: new NewTensor("int64", mask, dims),
      });
      return toOutput(name, output);
    },
  };
}

function toOutput(
  model: string,
  output: Readonly<Record<string, Tensor | undefined>>,
): EncoderOutput {
  const whole = output["sentence_embedding"];
  const tensor = whole ?? output["last_hidden_state"] ?? output["token_embeddings"];
  if (!(tensor?.data instanceof Float32Array))
    throw modelUnsupported({ model, reason: `it gives ${Object.keys(output).join(", ")}` });
  const { data: values, dims } = tensor;
  const [rows = 0] = dims;
  const dimensions = dims.at(-1) ?? 0;
  return { values, rows, length: whole ? undefined : dims[1], dimensions };
}
