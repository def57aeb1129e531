import { type NextFunction, type Request, type Response, type Router } from "express";
import { type operations } from "@okoshko/contracts/generated/booking-api";
import { readContract } from "@okoshko/runtime/http/contract";
import { type Caller, callerOf } from "./caller";
import { authorize } from "./permissions";

/** The operations of the contract that somebody can call; webhooks are only sent. */
export type OperationId = Exclude<keyof operations, `on${string}`>;
type Operation<Id extends OperationId> = operations[Id];

type JsonOf<Body> = Body extends { content: { "application/json": infer Json } } ? Json : undefined;
type Success<Responses> = {
  [Status in keyof Responses & (200 | 201 | 204)]: { status: Status } & (Responses[Status] extends {
    content: { "application/json": infer Json };
  }
    ? { body: Json }
    : Responses[Status] extends { content: { "text/calendar": infer Text } }
      ? { body: Text }
      : { body?: never });
}[keyof Responses & (200 | 201 | 204)];

/** What a request carries, in the types that the contract promises after validation. */
export interface Input<Id extends OperationId> {
  path: Operation<Id>["parameters"]["path"];
  query: NonNullable<Operation<Id>["parameters"]["query"]>;
  body: Operation<Id> extends { requestBody: infer Body } ? JsonOf<Body> : undefined;
  idempotencyKey: Operation<Id>["parameters"]["header"] extends { "Idempotency-Key": string }
    ? string
    : undefined;
  /** What the caller decided on, as the contract's If-Match says it. */
  ifMatch: string | undefined;
  caller: Caller;
  /** Aborted when the caller goes away. */
  signal: AbortSignal;
}

/** What a handler answers: one of the contract's successes. Everything else is thrown as a `Problem`. */
export type Output<Id extends OperationId> = Success<Operation<Id>["responses"]> & {
  headers?: Record<string, string>;
};

const spec = readContract("booking-api");
const addresses = addressesOf(spec);

/** Mounts the handler of an operation at the method and path that the contract gives it. */
export function operation<Id extends OperationId>(
  router: Router,
  operationId: Id,
  handle: (input: Input<Id>) => Promise<Output<Id>>,
): void {
  const address = addresses.get(operationId);
  if (!address) throw new Error(`The contract has no operation ${operationId}`);
  router[address.method](address.path, async (req: Request, res: Response, next: NextFunction) => {
    // The contract decides between /v1/staff/invitations and /v1/staff/{telegramUserId}, not the order of the routes.
    if (req.openapi?.schema.operationId !== operationId) return next();
    const caller = { ...callerOf(req), operation: operationId };
    await authorize(operationId, caller);
    const output: { status: number; body?: unknown; headers?: Record<string, string> } = await handle(
      inputOf<Id>(req, res, caller),
    );
    // The time limit was faster.
    if (res.headersSent) return;
    res.status(output.status).set(output.headers ?? {});
    if (output.body === undefined) res.end();
    else if (res.hasHeader("content-type")) res.send(output.body);
    else res.json(output.body);
  });
}

/** The one place where a validated request takes on the contract's types. */
function inputOf<Id extends OperationId>(req: Request, res: Response, caller: Caller): Input<Id> {
  return {
    // The validated ones: numbers are numbers there, where Express has texts such as "1e3".
    path: { ...req.openapi?.pathParams },
    query: req.query,
    body: req.body as unknown,
    idempotencyKey: req.get("idempotency-key"),
    ifMatch: req.get("if-match"),
    caller,
    // Made for those who look at it: a controller that is aborted after every answer costs an exception each.
    get signal() {
      return closing(res);
    },
  } as Input<Id>;
}

function closing(res: Response): AbortSignal {
  const gone = new AbortController();
  if (res.closed) gone.abort();
  else res.once("close", () => gone.abort());
  return gone.signal;
}

/** Whether the contract lets anybody call this address: its operation names no security at all. */
export function isOpen(method: string, path: string): boolean {
  return openAddresses.some((address) => address.method === method && address.path.test(path));
}

const openAddresses = Object.entries(spec.paths ?? {}).flatMap(([path, item]) =>
  (["get", "post"] as const)
    .filter((method) => item?.[method]?.security?.length === 0)
    .map((method) => ({
      method: method.toUpperCase(),
      path: new RegExp(`^${path.replace(/\{\w+\}/g, "[^/]+")}$`),
    })),
);

type Method = "get" | "post" | "put" | "patch" | "delete";

function addressesOf(spec: ReturnType<typeof readContract>): Map<string, { method: Method; path: string }> {
  const found = new Map<string, { method: Method; path: string }>();
  const methods: readonly Method[] = ["get", "post", "put", "patch", "delete"];
  for (const [path, item] of Object.entries(spec.paths ?? {})) {
    for (const method of methods) {
      const operationId = item?.[method]?.operationId;
      if (operationId) found.set(operationId, { method, path: path.replace(/\{(\w+)\}/g, ":$1") });
    }
  }
  return found;
}
