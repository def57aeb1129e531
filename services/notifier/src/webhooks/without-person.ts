/**
 * An event without what it says of its client, and still of the shape that the contract gives it: no name, no account, and none
 * of the words that people wrote. The client's id stays; it is how a receiver knows whom `client.erased` means.
 */
export function withoutPerson(body: string): string {
  const event: unknown = JSON.parse(body);
  if (!isRecord(event) || !isRecord(event["data"])) return body;
  const { data } = event;
  const { appointment } = data;
  delete data["reason"];
  if (event["actor"] === "client") delete event["actorTelegramUserId"];
  if (isRecord(appointment)) {
    if ("note" in appointment) appointment["note"] = null;
    if (isRecord(appointment["client"]))
      appointment["client"] = { ...appointment["client"], name: "", telegramUserId: null };
  }
  return JSON.stringify(event);
}

/** Whom an event is about. */
export function clientOf(event: { data: object }): string | null {
  const { data } = event;
  if ("clientId" in data && typeof data.clientId === "string") return data.clientId;
  if (!("appointment" in data) || !isRecord(data.appointment)) return null;
  const { client } = data.appointment;
  return isRecord(client) && typeof client["id"] === "string" ? client["id"] : null;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
