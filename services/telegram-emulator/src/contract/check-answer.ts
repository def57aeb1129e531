import { type ValidateFunction } from "ajv/dist/2020";
import { guardFor, operationsById, resolved } from "./schemas";

const guards = new Map<string, ValidateFunction<unknown>>();

/** Throws when an answer is not what the contract promises for that operation. Used in tests and on demand. */
export function checkAnswer(operationId: string, body: unknown, status = 200): void {
  const key = `${operationId} ${status}`;
  const guard = guards.get(key) ?? makeGuard(operationId, status);
  guards.set(key, guard);
  if (guard(body)) return;
  const faults = (guard.errors ?? []).map(
    ({ instancePath, message }) => `${instancePath || "/"} ${message ?? ""}`,
  );
  throw new Error(`${operationId} breaks its contract: ${faults.join("; ")}`);
}

function makeGuard(operationId: string, status: number): ValidateFunction<unknown> {
  const answer = operationsById.get(operationId)?.definition.responses[String(status)];
  if (answer === undefined) throw new Error(`${operationId} declares no ${status}`);
  const { content } = resolved(answer);
  const json: unknown =
    typeof content === "object" && content !== null
      ? Object.entries(content).find(([k]) => k === "application/json")?.[1]
      : undefined;
  if (typeof json !== "object" || json === null || !("schema" in json) || typeof json.schema !== "object")
    return guardFor<unknown>({});
  return guardFor<unknown>(json.schema ?? {});
}
