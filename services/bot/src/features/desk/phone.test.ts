import { toNameAndPhone, toPhone } from "./phone";

it.each([
  ["+371 20 000 002", "+37120000002"],
  ["00371 (20) 000-002", "+37120000002"],
  ["+37120000002", "+37120000002"],
  ["20 000 002", undefined],
  ["+0 123 456 789", undefined],
  ["call me", undefined],
])("reads the phone number %s", (text, phone) => {
  expect(toPhone(text)).toBe(phone);
});

it.each([
  ["Лида Кротова +371 20 000 002", "Лида Кротова", "+37120000002"],
  ["Lida, 00371 20 000 002", "Lida", "+37120000002"],
  ["Lida Krotova", "Lida Krotova", undefined],
  ["Lida 2", "Lida 2", undefined],
  ["+371 20 000 002", "", "+37120000002"],
])("tells name and number apart in %s", (text, name, phone) => {
  expect(toNameAndPhone(text)).toEqual({ name, phone });
});
