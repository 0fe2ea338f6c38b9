/** @module /v1/monitor: the last report on what has drifted. */
import { defineRoute } from "../route.ts";
import { MonitorReply } from "../schemas/replies.ts";

export const monitorRoute = defineRoute({
  method: "GET",
  path: "/v1/monitor",
  operation: "getMonitorReport",
  summary: "The last report of the monitor; for keys with the owner's rights alone",
  scope: "read",
  work: "light",
  replies: {
    200: { description: "As plumbline monitor --json prints it", schema: MonitorReply },
  },
  handle: async ({ context, as }) => ({ json: await context.app.getMonitorReport(as) }),
});
