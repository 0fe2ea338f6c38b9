/** @module What goes wrong with models that run here: their folders, their package, the hub. */
import { defineError } from "../../foundation/errors.ts";

export const modelNotFound = defineError({
  code: "models.not-found",
  kind: "not-found",
  message: ({ model, folder }: { model: string; folder: string }) =>
    `no model ${model}: there is no folder ${folder}`,
  hint: ({ model }) =>
    `plumbline models add ${model} puts it there; a folder of your own is named by its path, such as ./${model}`,
});

export const modelIncomplete = defineError({
  code: "models.incomplete",
  kind: "invalid",
  message: ({ folder, missing }: { folder: string; missing: string }) =>
    `${folder} is no model that can be run: ${missing} is missing`,
  hint: () =>
    "it takes config.json, tokenizer.json and onnx/model.onnx; of other formats, export it to ONNX first",
});

export const modelUnreadable = defineError({
  code: "models.unreadable",
  kind: "invalid",
  message: ({ file, reason }: { file: string; reason: string }) => `${file}: ${reason}`,
  hint: () => "take the file again from where the model is from",
});

export const weightsMissing = defineError({
  code: "models.weights-missing",
  kind: "invalid",
  message: ({ folder, weights }: { folder: string; weights: string; found: readonly string[] }) =>
    `${folder} has no weights ${weights}`,
  hint: ({ found }) => `set \`weights\` of the embedder's options to ${found.join(" or ")}`,
});

export const modelDimensions = defineError({
  code: "models.dimensions",
  kind: "invalid",
  message: ({ model, asked, found }: { model: string; asked: number; found: number }) =>
    `${model} gives ${found} values a text, not ${asked}`,
  hint: ({ found }) =>
    `leave \`dimensions\` of the embedder's options out, or set at most ${found}`,
});

export const modelUnsupported = defineError({
  code: "models.unsupported",
  kind: "invalid",
  message: ({ model, reason }: { model: string; reason: string }) => `${model}: ${reason}`,
  hint: () => "choose a sentence encoder whose ONNX export gives last_hidden_state",
});

export const modelPackageMissing = defineError({
  code: "models.package-missing",
  kind: "invalid",
  message: ({ name }: { name: string; version: string }) =>
    `the embedder transformers needs the package ${name}, which is not installed`,
  hint: ({ name, version }) =>
    `ONNXRUNTIME_NODE_INSTALL=skip npm install ${name}@${version}; or set embedder.adapter to static, which needs nothing`,
});

export const modelNotLoaded = defineError({
  code: "models.not-loaded",
  kind: "invalid",
  message: ({ model, reason }: { model: string; reason: string }) =>
    `${model} could not be loaded: ${reason}`,
  hint: () => "plumbline models check says which file is not as it was added",
});

export const modelExists = defineError({
  code: "models.exists",
  kind: "conflict",
  message: ({ model }: { model: string; folder: string }) => `there is a model ${model} already`,
  hint: ({ folder }) => `remove ${folder} first, or give another name: --name`,
});

export const badModelName = defineError({
  code: "models.bad-name",
  kind: "invalid",
  message: ({ name }: { name: string }) => `${JSON.stringify(name)} is no name of a model`,
  hint: () => "letters, digits, . - and _, with one / between owner and name: Xenova/e5-small-v2",
});

export const hubRefused = defineError({
  code: "models.hub-refused",
  kind: "upstream",
  message: ({ url, status }: { url: string; status: number }) => `${url} replied HTTP ${status}`,
  hint: ({ status }) =>
    status === 401 || status === 403 || status === 404
      ? "check the name; for a model that asks to be agreed to, take its files by hand and add the folder"
      : "try again later: what was fetched so far is fetched again",
});

export const hubGarbled = defineError({
  code: "models.hub-garbled",
  kind: "upstream",
  message: ({ url, reason }: { url: string; reason: string }) => `${url}: ${reason}`,
  hint: () => "check --hub; a proxy or a web page may answer in its place",
});
