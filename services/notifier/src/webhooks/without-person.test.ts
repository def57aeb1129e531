import { aVisit, cancelled, confirmed, erased, moved } from "../../test/events";
import { clientOf, withoutPerson } from "./without-person";

const visit = aVisit();
const scrubbed = (event: object) => JSON.parse(withoutPerson(JSON.stringify(event)));

describe("an event whose client is forgotten", () => {
  it("has no name, account or words of theirs, and all else as it was", () => {
    const event = cancelled(visit, { actor: "client", reason: "Вера заболела" });
    const withAccount = {
      ...event,
      actorTelegramUserId: visit.client.telegramUserId,
      data: { ...event.data, appointment: { ...event.data.appointment, note: "Позвоните Вере" } },
    };
    const after = scrubbed(withAccount);
    expect(JSON.stringify(after)).not.toMatch(new RegExp(`Вер|${visit.client.telegramUserId}`));
    expect(after).toEqual({
      id: event.id,
      type: event.type,
      actor: event.actor,
      occurredAt: event.occurredAt,
      data: {
        appointment: {
          ...event.data.appointment,
          note: null,
          client: { id: visit.client.id, telegramUserId: null, name: "", locale: "ru" },
        },
      },
    });
  });

  it("keeps the account of staff who caused it", () => {
    expect(scrubbed({ ...confirmed(visit), actorTelegramUserId: 2001 }).actorTelegramUserId).toBe(2001);
  });

  it("is left alone where it names nobody, or is not of a shape known here", () => {
    for (const event of [
      erased(visit.client),
      { id: "x" },
      { data: null },
      [],
      "text",
      { data: { appointment: 5 } },
    ])
      expect(scrubbed(event as object)).toEqual(event);
  });
});

it("finds the client of each kind of event", () => {
  const move = moved(visit, { startsAt: "2026-11-26T10:00:00.000Z" });
  for (const event of [confirmed(visit), cancelled(visit), move, erased(visit.client)])
    expect(clientOf(event)).toBe(visit.client.id);
  expect(clientOf({ data: { endpointId: "x" } })).toBeNull();
});
