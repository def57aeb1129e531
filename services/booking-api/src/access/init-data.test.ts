import { encoded, type Fields, fieldsFor, signed, telegramKeys } from "../../test/init-data";
import { type InitDataChecks, personOfInitData } from "./init-data";

const now = new Date("2026-11-23T06:00:00.500Z");
const botToken = "1000000001:okoshko-emulator-demo-token-000000000";
const otherToken = "1000000002:okoshko-emulator-demo-token-000000000";
const { privateKey, publicKeyHex } = telegramKeys();
const strange = telegramKeys();
const key = { botId: "1000000001", key: publicKeyHex };
const ways: [string, InitDataChecks][] = [
  ["the bot's token", { botToken }],
  ["Telegram's public key", { publicKey: key }],
  ["both", { botToken, publicKey: key }],
];
const good = signed(fieldsFor(1001, now), { botToken, privateKey });
const at = (authDate: number | string) =>
  encoded(signed({ ...fieldsFor(1001, now), auth_date: String(authDate) }, { botToken, privateKey }));
const seconds = Math.floor(now.getTime() / 1000);

describe.each(ways)("initData checked by %s", (_, checks) => {
  const personIn = (initData: string) => personOfInitData(checks, initData, now);
  // By the token alone `signature` is a field like others; by the key alone `hash` is not looked at.
  const ignored = checks.botToken === undefined ? ["hash"] : [];

  it("names the person", () => {
    expect(personIn(encoded(good))).toBe(1001);
  });

  it("names the person in whatever order the fields come, and with fields of tomorrow", () => {
    expect(personIn(encoded(Object.fromEntries(Object.entries(good).reverse())))).toBe(1001);
    const more = { ...fieldsFor(1001, now), start_param: "book", future_field: "x y+z&=" };
    expect(personIn(encoded(signed(more, { botToken, privateKey })))).toBe(1001);
  });

  const flipped = (value: string, index: number) =>
    value.slice(0, index) + String.fromCharCode(value.charCodeAt(index) ^ 1) + value.slice(index + 1);

  it.each(Object.keys(good).filter((name) => !ignored.includes(name)))(
    "is refused with any one letter of %s changed",
    (name) => {
      const value = good[name]!;
      for (let index = 0; index < value.length; index += 1) {
        // The lowest bits of the last letter of base64 are padding; another spelling is refused all the same.
        expect(personIn(encoded({ ...good, [name]: flipped(value, index) }))).toBeUndefined();
      }
    },
  );

  it.each(Object.keys(good).filter((name) => !ignored.includes(name)))("is refused without %s", (name) => {
    const rest: Fields = Object.fromEntries(Object.entries(good).filter(([other]) => other !== name));
    expect(personIn(encoded(rest))).toBeUndefined();
  });

  it("is refused with a field that was not signed, and with one that comes twice", () => {
    expect(personIn(encoded({ ...good, start_param: "x" }))).toBeUndefined();
    for (const [name, value] of Object.entries(good)) {
      expect(personIn(`${encoded(good)}&${name}=${encodeURIComponent(value)}`)).toBeUndefined();
      expect(personIn(`${name}=x&${encoded(good)}`)).toBeUndefined();
    }
  });

  it("is refused when two fields are passed off as one", () => {
    const { auth_date: authDate = "", chat_instance: chat = "", ...rest } = good;
    const joined = { ...rest, auth_date: `${authDate}\nchat_instance=${chat}` };
    expect(personIn(encoded(joined))).toBeUndefined();
    const { chat_instance, chat_type: type = "", ...others } = good;
    expect(
      personIn(encoded({ ...others, chat_instance: `${chat_instance}\nchat_type=${type}` })),
    ).toBeUndefined();
  });

  it("is refused when it was signed for another bot, or by somebody else", () => {
    expect(
      personIn(encoded(signed(fieldsFor(1001, now), { botToken: otherToken, privateKey }))),
    ).toBeUndefined();
    const by = { botToken: otherToken, privateKey: strange.privateKey };
    expect(personIn(encoded(signed(fieldsFor(1001, now), by)))).toBeUndefined();
  });

  it.each([seconds, seconds - 3_599, seconds + 60])("is taken when it is of %d", (authDate) => {
    expect(personIn(at(authDate))).toBe(1001);
  });

  it.each([
    seconds - 3_600,
    seconds - 86_400,
    seconds + 61,
    0,
    -seconds,
    1e15,
    `${seconds}.0`,
    ` ${seconds}`,
    `0${seconds}`,
    `0x${seconds.toString(16)}`,
    "",
    "now",
  ])("is refused when it is of %p", (authDate) => {
    expect(personIn(at(authDate))).toBeUndefined();
  });

  it.each([
    "",
    "null",
    "1001",
    "[1001]",
    "{}",
    '{"id":"1001"}',
    '{"id":0}',
    '{"id":-1}',
    '{"id":1.5}',
    '{"id":9007199254740993}',
    '{"id":1001,"is_bot":true}',
    '{"id":1001',
  ])("is refused, though signed, when its user is %p", (user) => {
    const fields = { ...fieldsFor(1001, now), user };
    expect(personIn(encoded(signed(fields, { botToken, privateKey })))).toBeUndefined();
  });

  it.each(["", "x", "&&&", "=", "hash=", "%", "%00", "user=%ZZ&hash=%C3", "a".repeat(8_192), "hash[]=1"])(
    "is refused when it is none at all: %p",
    (initData) => {
      expect(personIn(initData)).toBeUndefined();
    },
  );
});

it("both ways together need both to hold", () => {
  const both = { botToken, publicKey: key };
  const noSignature = signed(fieldsFor(1001, now), { botToken });
  expect(personOfInitData({ botToken }, encoded(noSignature), now)).toBe(1001);
  expect(personOfInitData(both, encoded(noSignature), now)).toBeUndefined();
  const wrongHash = { ...good, hash: "0".repeat(64) };
  expect(personOfInitData({ publicKey: key }, encoded(wrongHash), now)).toBe(1001);
  expect(personOfInitData(both, encoded(wrongHash), now)).toBeUndefined();
});

it("nobody is named when there is nothing to check by", () => {
  expect(personOfInitData({}, encoded(good), now)).toBeUndefined();
});
