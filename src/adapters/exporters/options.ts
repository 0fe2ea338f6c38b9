/** @module What exporters of spans have in common: where to, as whom, and for how long. */
import { z } from "zod";

export const ExporterOptions = z.strictObject({
  url: z.url({ protocol: /^https?$/ }),
  /** Sent along, such as a key. */
  headers: z.record(z.string(), z.string()).default({}),
  serviceName: z.string().min(1).default("plumbline"),
  serviceVersion: z.string().min(1),
  /** Of one call, all its tries together. */
  deadlineMs: z.int().min(10).max(60_000).default(5000),
});

export type ExporterOptions = z.output<typeof ExporterOptions>;

/** Of the instrumentation that made the spans. */
export const SCOPE = "plumbline";
