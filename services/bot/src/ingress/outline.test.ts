import { type Update } from "grammy/types";
import { outlineOf } from "./outline";

const from = {
  id: 1001,
  is_bot: false,
  first_name: "Vera",
  last_name: "Lugova",
  username: "vera",
  language_code: "ru",
};
const chat = { id: 1001, type: "private", first_name: "Vera" };

/** What people write and are called, in every place where Telegram puts it. */
const personal = {
  update_id: 7,
  message: {
    message_id: 5,
    date: 1_764_000_000,
    from,
    chat,
    text: "Please call me, Vera, +371 2000 0001",
    entities: [
      { type: "phone_number", offset: 22, length: 14 },
      { type: "text_mention", offset: 0, length: 3, user: { id: 42, is_bot: false, first_name: "Gleb" } },
    ],
    caption: "my dog Rex",
    contact: { phone_number: "+37120000001", first_name: "Vera", user_id: 77_777, vcard: "BEGIN:VCARD" },
    location: { latitude: 56.94, longitude: 24.1 },
    reply_to_message: { message_id: 4, date: 1, chat, text: "What is your name?" },
    photo: [{ file_id: "AgACAgIAAx", file_unique_id: "AQAD", width: 90, height: 90, file_size: 1024 }],
    unknown_field_of_tomorrow: { nickname: "Verusha", score: 12.5 },
  },
} as unknown as Update;

describe("the outline of an update", () => {
  const text = JSON.stringify(outlineOf(personal));

  it.each([
    ["names", /Vera|Lugova|vera|Gleb|Rex|Verusha/],
    ["texts", /Please|call|name\?/],
    ["numbers of phones", /371|0001/],
    ["contacts, not even whose they are", /77777|VCARD/],
    ["places", /56\.9|24\.1/],
    ["files", /AgAC|AQAD/],
    ["what nobody knows yet", /12\.5/],
  ])("holds no %s", (_, pattern) => {
    expect(text).not.toMatch(pattern);
  });

  it("holds structure, ids and sizes", () => {
    expect(outlineOf(personal)).toMatchObject({
      update_id: 7,
      message: {
        message_id: 5,
        from: { id: 1001, language_code: "ru", first_name: "text(4)" },
        chat: { id: 1001, type: "private" },
        text: "text(36)",
        entities: [{ type: "phone_number", offset: 22, length: 14 }, { user: { id: 42 } }],
        contact: "contact (withheld)",
        photo: [{ width: 90, file_size: 1024 }],
        reply_to_message: { message_id: 4, text: "text(18)" },
        unknown_field_of_tomorrow: { nickname: "text(7)", score: "number" },
      },
    });
  });

  it.each([
    ["1:t:nAAAAAAAAAAAAAAAAAAAAAA:1", "1:t… text(29)"],
    ["1:d:Vera Lugova", "1:d… text(15)"],
    ["Vera Lugova", "text(11)"],
    ["1:vera:x", "text(8)"],
  ])("tells of the data %j under a button what was to be done", (data, told) => {
    const update = { update_id: 1, callback_query: { id: "123", from, data } } as unknown as Update;
    expect(outlineOf(update)).toMatchObject({ callback_query: { data: told } });
  });

  it("stays small, whatever comes", () => {
    const wide = Object.fromEntries(Array.from({ length: 5_000 }, (_, index) => [`key_${index}`, index]));
    let deep: unknown = "x";
    for (let level = 0; level < 60; level += 1) deep = { deep, list: [deep] };
    const update = { update_id: 1, wide, deep, long: Array(10_000).fill("x") } as unknown as Update;
    expect(JSON.stringify(outlineOf(update)).length).toBeLessThan(10_000);
    expect(outlineOf(update)).toMatchObject({ long: ["text(1)", "text(1)", "text(1)", "and 9997 more"] });
  });
});
