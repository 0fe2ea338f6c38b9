/** @module The providers of language models; their libraries are loaded when one is opened. */
import { z } from "zod";
import type { AdapterContext } from "../../ports/adapter.ts";
import { mendUsage } from "./mend-usage.ts";
import { SharedModelOptions, type OpenedModel } from "./opened-model.ts";

const HttpUrl = z.url({ protocol: /^https?$/ });

/** One provider: how it is configured and how it is opened. Its address is among its options. */
export interface ModelProvider<Options extends z.ZodType> {
  readonly name: string;
  readonly options: Options;
  open(options: z.output<Options>, context: Pick<AdapterContext, "fetch">): Promise<OpenedModel>;
}

const defineProvider = <Options extends z.ZodType>(
  provider: ModelProvider<Options>,
): ModelProvider<Options> => provider;

export const openai = defineProvider({
  name: "openai",
  options: z.strictObject({
    ...SharedModelOptions,
    apiKey: z.string().min(1),
    baseUrl: HttpUrl.default("https://api.openai.com/v1"),
  }),
  async open({ model, apiKey, baseUrl, ...rest }, { fetch }) {
    const { createOpenAI } = await import("@ai-sdk/openai");
    const provider = createOpenAI({ apiKey, baseURL: baseUrl, fetch: mendUsage(fetch, "chat") });
    return {
      ...rest,
      provider: "openai",
      modelId: model,
      model: provider.chat(model),
      wire: "chat",
      priceList: { providerId: "openai" },
    };
  },
});

export const anthropic = defineProvider({
  name: "anthropic",
  options: z.strictObject({
    ...SharedModelOptions,
    apiKey: z.string().min(1),
    baseUrl: HttpUrl.default("https://api.anthropic.com/v1"),
  }),
  async open({ model, apiKey, baseUrl, ...rest }, { fetch }) {
    const { createAnthropic } = await import("@ai-sdk/anthropic");
    const provider = createAnthropic({
      apiKey,
      baseURL: baseUrl,
      fetch: mendUsage(fetch, "messages"),
    });
    return {
      ...rest,
      provider: "anthropic",
      modelId: model,
      model: provider.languageModel(model),
      wire: "messages",
      priceList: { providerId: "anthropic" },
    };
  },
});

export const openaiCompatible = defineProvider({
  name: "openai-compatible",
  options: z.strictObject({
    ...SharedModelOptions,
    /** A bare host gets `/v1`; any other path is taken as it is, such as Azure's deployments. */
    baseUrl: HttpUrl,
    apiKey: z.string().min(1).optional(),
    /** Azure wants its keys in `api-key`. */
    apiKeyHeader: z.enum(["authorization", "api-key"]).default("authorization"),
    /** Azure's `api-version`. */
    apiVersion: z.string().min(1).optional(),
    /** Off for servers that refuse to be asked for token counts. */
    includeUsage: z.boolean().default(true),
  }),
  async open({ model, baseUrl, apiKey, apiKeyHeader, apiVersion, includeUsage, ...rest }, lent) {
    const { createOpenAICompatible } = await import("@ai-sdk/openai-compatible");
    const url = toBaseUrl(baseUrl);
    const provider = createOpenAICompatible({
      name: "openai-compatible",
      baseURL: url.href,
      fetch: mendUsage(lent.fetch, "chat"),
      includeUsage,
      ...(apiKey !== undefined && apiKeyHeader === "authorization" ? { apiKey } : {}),
      ...(apiKey !== undefined && apiKeyHeader === "api-key"
        ? { headers: { "api-key": apiKey } }
        : {}),
      ...(apiVersion === undefined ? {} : { queryParams: { "api-version": apiVersion } }),
    });
    return {
      ...rest,
      provider: `openai-compatible@${url.host}`,
      modelId: model,
      model: provider.chatModel(model),
      wire: "chat",
      priceList: { providerApiUrl: url.href },
    };
  },
});

function toBaseUrl(baseUrl: string): URL {
  const url = new URL(baseUrl);
  if (url.pathname === "/") url.pathname = "/v1";
  return url;
}
