import { type Request } from "express";
import { type operations } from "@okoshko/contracts/generated/notifier";
import { Problem } from "@okoshko/runtime/problem";

/** The operations of the contract that somebody can call; webhooks are only sent. */
type OperationId = Exclude<keyof operations, `on${string}`>;

/** The services that may call an operation beside `admin`, which may call all. The type makes one without a row an error. */
const others: Record<OperationId, readonly string[]> = {
  listDeliveries: [],
  getDelivery: [],
  retryDelivery: [],
  cancelDelivery: [],
  getQueue: [],
  listParkedEvents: [],
  replayParkedEvent: [],
  previewBroadcast: ["bot"],
  listBroadcasts: ["bot"],
  createBroadcast: ["bot"],
  getBroadcast: ["bot"],
  stopBroadcast: ["bot"],
  listWebhookEndpoints: [],
  createWebhookEndpoint: [],
  getWebhookEndpoint: [],
  updateWebhookEndpoint: [],
  deleteWebhookEndpoint: [],
  rotateWebhookSecret: [],
  pauseWebhookEndpoint: [],
  resumeWebhookEndpoint: [],
  testWebhookEndpoint: [],
  replayWebhookDeliveries: [],
  listWebhookDeliveries: [],
  getWebhookDelivery: [],
  replayWebhookDelivery: [],
};

/** Lets the caller of a request through, or throws `forbidden`; false when nobody knows who that is. */
export function authorize(request: Request, caller: string | undefined): boolean {
  if (caller === undefined) return false;
  const operation: unknown = request.openapi?.schema.operationId;
  const allowed = isOperation(operation) ? others[operation] : [];
  if (caller === "admin" || allowed.includes(caller)) return true;
  throw new Problem("forbidden", { detail: `The service ${caller} may not do that.` });
}

function isOperation(operation: unknown): operation is OperationId {
  return typeof operation === "string" && Object.hasOwn(others, operation);
}
