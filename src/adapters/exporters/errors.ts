/** @module What exporters of spans refuse. */
import { defineError } from "../../foundation/errors.ts";

export const exporterPackagesMissing = defineError({
  code: "exporters.packages-missing",
  kind: "invalid",
  message: ({ adapter }: { adapter: string }) =>
    `traces.export.adapter is ${adapter}, and OpenTelemetry's packages are not installed`,
  hint: ({ packages }: { adapter: string; packages: readonly string[] }) =>
    `npm install ${packages.join(" ")}, or set traces.export.adapter to otlp-json, which needs none`,
});
