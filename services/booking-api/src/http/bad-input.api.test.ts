import { randomUUID } from "node:crypto";
import request, { type Test } from "supertest";
import { problemNameOf, problems, type ProblemName } from "@okoshko/contracts/problems";
import { type Api, startApi } from "../../test/api";
import { buildClient, buildShop } from "../../test/factories";
import { spoiltBodies, spoiltTexts, without } from "../../test/spoilt";
import {
  addressOf,
  buildSamples,
  contentOf,
  type Operation,
  operationOf,
  operations,
  type Sample,
} from "../../test/operations";
import { type OperationId } from "./operation";

let api: Api;
let samples: Record<OperationId, Sample>;
beforeAll(async () => {
  api = await startApi();
  samples = await buildSamples(api);
  // Some sixty requests, on a machine that may have other things to do.
}, 120_000);
afterAll(() => api.stop());

const byId = operations.map((operation) => [operation.id, operation] as const);
const withBody = byId.filter(([, { body }]) => body !== undefined);
const withQuery = byId.filter(([, { parameters }]) =>
  parameters.some((parameter) => parameter.in === "query"),
);
const withPath = byId.filter(([, { parameters }]) => parameters.some((parameter) => parameter.in === "path"));

function send(
  operation: Operation,
  change: Partial<Sample> & { headers?: Record<string, string> } = {},
): Test {
  const sample = { ...samples[operation.id], ...change };
  const call = api.as(sample.role, sample.person);
  return call(operation.method, addressOf(operation, sample), sample.body, change.headers);
}

/** A raw body under the sample's address. */
function sendRaw(operation: Operation, raw: string | Buffer, type = "application/json"): Test {
  const sample = samples[operation.id];
  const call = api.as(sample.role, sample.person);
  return call(operation.method, addressOf(operation, sample))
    .type(type)
    .send(raw as string);
}

/** Sends one after the other; each must be refused as `name`, and in the end nothing may have been written. */
async function expectRefusals(name: ProblemName, requests: [string, () => Test][]): Promise<void> {
  const before = await contentOf(api);
  const wrong: unknown[] = [];
  for (const [title, request] of requests) {
    const { status, body, type } = await request();
    const refused =
      status === problems[name].status &&
      type === "application/problem+json" &&
      problemNameOf(body.type) === name;
    if (!refused) wrong.push({ title, status, type, body: body as unknown });
  }
  expect(wrong).toEqual([]);
  expect(await contentOf(api)).toEqual(before);
}

/** Operations that anybody may call. */
const open = ["getCalendarFeed", "createSession"];

describe("who may not ask", () => {
  it.each(byId.filter(([id]) => !open.includes(id)))(
    "hears unauthorized without a good token: %s",
    async (_, operation) => {
      await expectRefusals(
        "unauthorized",
        [
          "",
          "Bearer",
          "Bearer wrong-token-9",
          "Basic YWRtaW46YWRtaW4=",
          "admin-token-1",
          "Bearer admin-token-1 x",
        ].map((authorization) => [
          `"${authorization}"`,
          () => send(operation, { headers: { authorization } }),
        ]),
      );
    },
  );

  it("finds no way around by spelling the address in another way", async () => {
    for (const path of [
      "/V1/business",
      "/v1/BUSINESS",
      "//v1/business",
      "/v1//business",
      "/%76%31/business",
      "/v1/business/",
    ]) {
      const { status, type } = await request(api.app).get(path);
      expect([path, [401, 404].includes(status), type]).toEqual([path, true, "application/problem+json"]);
    }
  });

  it("is not told more than that, whatever the body", async () => {
    const huge = JSON.stringify({ name: "x".repeat(1_000_000) });
    for (const [id, operation] of withBody) {
      if (open.includes(id)) continue;
      const { body } = await sendRaw(operation, huge).set("authorization", "Bearer nope-nope").expect(401);
      expect(body.errors).toBeUndefined();
    }
  });
});

describe("a path parameter", () => {
  const malformed = [
    "1",
    "null",
    "undefined",
    "..",
    "%",
    "\u0000",
    "a".repeat(3_000),
    "' or 1=1 --",
    "<script>",
    `urn:uuid:${randomUUID()}`,
    randomUUID().toUpperCase(),
    `{${randomUUID()}}`,
    `${randomUUID()}\u0000`,
    "-1",
    "0",
    "1.5",
    "9007199254740992",
    "1e400",
    "NaN",
    "0x",
    "2026-02-31",
    "2026-13-01",
    "0000-01-01",
    "9999-12-32",
    "2026-1-1",
    "+275760-09-13",
    "-000001-01-01",
    "2026-11-24T00:00:00Z",
    "today",
  ];

  it.each(withPath)("of the wrong form is refused, and nothing is written: %s", async (_, operation) => {
    const requests: [string, () => Test][] = [];
    for (const { name, schema } of operation.parameters.filter((parameter) => parameter.in === "path")) {
      for (const value of malformed) {
        if (schema.type === "integer" && value === "1") continue;
        const params = { ...samples[operation.id].params, [name]: value };
        requests.push([`${name} = ${JSON.stringify(value.slice(0, 60))}`, () => send(operation, { params })]);
      }
    }
    await expectRefusals("invalid-request", requests);
  });

  it.each(withPath.filter(([id]) => id !== "putReachability"))(
    "that names nothing is not found: %s",
    async (_, operation) => {
      const ids = operation.parameters.filter(
        ({ in: place, name, schema }) =>
          place === "path" &&
          schema.format === "uuid" &&
          // To take away what is not there anyway is no error.
          !["deleteOffering serviceId", "deleteTimeOff timeOffId"].includes(`${operation.id} ${name}`),
      );
      await expectRefusals(
        "not-found",
        ids.map(({ name }) => [
          name,
          () => send(operation, { params: { ...samples[operation.id].params, [name]: randomUUID() } }),
        ]),
      );
    },
  );

  it("that is not even an address is refused", async () => {
    for (const path of ["/v1/services/%E0%A4%A", "/v1/services/%", "/v1/masters/%C0%80"]) {
      const { body } = await api.as("admin")("get", path).expect(400);
      expect(problemNameOf(body.type)).toBe("invalid-request");
    }
  });
});

describe("a query parameter", () => {
  const wrong = [
    "",
    "x",
    "\u0000",
    "-1",
    "1.5",
    "1e400",
    "99999999999999999999",
    "2026-02-31",
    "0000-00-00",
    "[]",
    "{}",
    "' or 1=1",
  ];

  it.each(withQuery)("of the wrong form is refused: %s", async (_, operation) => {
    const requests: [string, () => Test][] = [];
    for (const { name, schema } of operation.parameters.filter((parameter) => parameter.in === "query")) {
      const isText = schema.pattern !== undefined && schema.format === undefined;
      for (const value of wrong) {
        if (isText && new RegExp(schema.pattern ?? "", "u").test(value)) continue;
        // Any text is a cursor to the contract; the operation itself knows better.
        const query = { ...samples[operation.id].query, [name]: value };
        requests.push([`${name} = ${JSON.stringify(value)}`, () => send(operation, { query })]);
      }
    }
    await expectRefusals("invalid-request", requests);
  });

  it.each(withQuery)(
    "that is missing, unknown, nested or said twice is refused: %s",
    async (_, operation) => {
      const requests: [string, () => Test][] = [];
      const sample = samples[operation.id];
      const plain = addressOf(operation, sample);
      const add = (extra: string) => `${plain}${plain.includes("?") ? "&" : "?"}${extra}`;
      const call = api.as(sample.role, sample.person);
      for (const { name, required } of operation.parameters.filter((parameter) => parameter.in === "query")) {
        const value = encodeURIComponent(sample.query[name] ?? "x");
        const query = without(sample.query, name);
        if (required) requests.push([`without ${name}`, () => send(operation, { query })]);
        if (name in sample.query)
          requests.push([`${name} twice`, () => call(operation.method, add(`${name}=${value}`))]);
        requests.push([`${name}[]`, () => call(operation.method, add(`${name}[]=${value}`))]);
        requests.push([`${name}[a][b]`, () => call(operation.method, add(`${name}[a][b]=${value}`))]);
      }
      for (const extra of ["nonsense=1", "__proto__=1", "__proto__[x]=1", "constructor=1", "toString=1"])
        requests.push([extra, () => call(operation.method, add(extra))]);
      await expectRefusals("invalid-request", requests);
    },
  );

  it.each([
    ["listAvailableDays", { from: "2026-11-30", to: "2026-11-24" }],
    ["listAvailableDays", { from: "2026-11-24", to: "2027-11-24" }],
    ["listOverrides", { from: "2026-11-30", to: "2026-11-24" }],
  ] as const)("that asks for a period that cannot be is refused: %s %j", async (id, period) => {
    const operation = operationOf(id);
    await expectRefusals("invalid-request", [
      ["", () => send(operation, { query: { ...samples[id].query, ...period } })],
    ]);
  });

  it.each(["2020-01-01", "2026-11-22", "2199-06-01", "1000-01-01", "2999-12-31"])(
    "that asks for a day nobody can book gets no times: %s",
    async (date) => {
      const slots = operationOf("listSlots");
      const { body } = await send(slots, { query: { ...samples.listSlots.query, date } }).expect(200);
      expect(body.items).toEqual([]);
      const days = operationOf("listAvailableDays");
      const query = { ...samples.listAvailableDays.query, from: date, to: date };
      expect((await send(days, { query }).expect(200)).body.items).toEqual([{ date, slots: 0 }]);
    },
  );
});

describe("a body", () => {
  it.each(withBody)(
    "is refused for each field that is wrong, missing or too much: %s",
    async (_, operation) => {
      const requests = [...spoiltBodies(operation.body ?? {}, samples[operation.id].body)].map(
        ([title, body]): [string, () => Test] => [title, () => sendRaw(operation, JSON.stringify(body))],
      );
      expect(requests.length).toBeGreaterThan(5);
      await expectRefusals("invalid-request", requests);
    },
  );

  it.each(withBody)("with a text that cannot be stored is refused: %s", async (_, operation) => {
    await expectRefusals(
      "invalid-request",
      [...spoiltTexts(samples[operation.id].body)].map(([title, raw]) => [
        title,
        () => sendRaw(operation, raw),
      ]),
    );
  });

  it.each(withBody)("that is no JSON object is refused: %s", async (_, operation) => {
    const good = JSON.stringify(samples[operation.id].body);
    const raw: [string, string | Buffer][] = [
      // Where every field may be left out, nothing at all is as good as {}.
      ...((operation.body?.required ?? operation.body?.minProperties)
        ? [["nothing", ""] as [string, string]]
        : []),
      ["half", good.slice(0, -1)],
      ["words", "hello"],
      ["a list", "[]"],
      ["a list of it", `[${good}]`],
      ["a string", '"{}"'],
      ["a number", "1"],
      ["null", "null"],
      ["true", "true"],
      ["two", good + good],
      ["a comment", `/**/${good}`],
      ["single quotes", good.replaceAll('"', "'")],
      ["NaN", good.replace(/:[^,}]*/, ":NaN")],
      ["no UTF-8", Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d])],
      ["10,000 brackets", "[".repeat(10_000) + "]".repeat(10_000)],
      ["10,000 deep", '{"a":'.repeat(10_000) + "1" + "}".repeat(10_000)],
      ["10,000 deep within", `${good.slice(0, -1)},"x":${"[".repeat(10_000)}${"]".repeat(10_000)}}`],
      ["__proto__", `${good.slice(0, -1)},"__proto__":{"name":"x"}}`],
      ["constructor", `${good.slice(0, -1)},"constructor":{"prototype":{"x":1}}}`],
      ["prototype", `${good.slice(0, -1)},"prototype":{"x":1}}`],
    ];
    await expectRefusals(
      "invalid-request",
      raw.map(([title, text]) => [title, () => sendRaw(operation, text)]),
    );
    expect(({} as Record<string, unknown>)["x"]).toBeUndefined();
  });

  it.each(withBody)("of a megabyte is too large: %s", async (_, operation) => {
    await expectRefusals("payload-too-large", [
      ["a megabyte", () => sendRaw(operation, JSON.stringify({ name: "x".repeat(1_048_576) }))],
    ]);
  });

  it.each(withBody)("of another type is not understood: %s", async (_, operation) => {
    const good = JSON.stringify(samples[operation.id].body);
    await expectRefusals(
      "unsupported-media-type",
      [
        "text/plain",
        "application/x-www-form-urlencoded",
        "application/xml",
        "text/html",
        "multipart/form-data; boundary=x",
        "application/json; charset=latin-9",
      ].map((type) => [type, () => sendRaw(operation, good, type)]),
    );
    await expectRefusals("unsupported-media-type", [
      ["an unknown encoding", () => sendRaw(operation, good).set("content-encoding", "zebra")],
    ]);
  });

  it.each(["confirmAppointment", "releaseHold", "getMe"] as const)(
    "that nobody asked for does no harm: %s",
    async (id) => {
      const operation = operationOf(id);
      await expectRefusals("invalid-request", [["broken", () => sendRaw(operation, "{")]]);
    },
  );
});

describe("a header", () => {
  const acting = byId.filter(([, { parameters }]) =>
    parameters.some(({ name }) => name === "Okoshko-On-Behalf-Of"),
  );
  const creating = byId.filter(([, { parameters }]) =>
    parameters.some(({ name }) => name === "Idempotency-Key"),
  );

  it.each(acting)("that names no person is refused: %s", async (_, operation) => {
    await expectRefusals(
      "invalid-request",
      [
        "",
        "1001",
        "telegram:",
        "telegram:0",
        "telegram:-1",
        "telegram:1e3",
        "telegram:9007199254740992",
        "telegram:9999999999999999",
        "telegram:1001, telegram:1002",
        "viber:1",
      ].map((person) => [person, () => send(operation, { headers: { "okoshko-on-behalf-of": person } })]),
    );
  });

  it.each(
    // These the bot may ask for nobody's account.
    acting.filter(([id]) => !/^(listAvailableDays|listSlots|explainSlot|getAccess)$/.test(id)),
  )("that is missing from a service that acts for people is refused: %s", async (_, operation) => {
    const sample = samples[operation.id];
    const call = api.as("bot");
    await expectRefusals("invalid-request", [
      ["", () => call(operation.method, addressOf(operation, sample), sample.body)],
    ]);
  });

  it.each(creating)("that should make a repetition harmless must be there: %s", async (_, operation) => {
    const keys = [
      "",
      "short",
      "x".repeat(129),
      "with space in it",
      "ключ-ключ-ключ".normalize("NFD").replace(/./g, "%"),
    ];
    await expectRefusals(
      "invalid-request",
      keys.map((key) => [key, () => send(operation, { headers: { "idempotency-key": key } })]),
    );
  });
});

describe("an address", () => {
  it.each([
    "/v1",
    "/v1/",
    "/v1/nothing",
    "/",
    "//v1/business",
    "/%761/business",
    "/v1/business/../services/x",
    "/favicon.ico",
    "/docs/assets/none.css",
  ])("that the contract does not know is not found: %s", async (path) => {
    const { body, status, type } = await api.as("admin")("get", path);
    expect([status, type, problemNameOf(body.type)]).toEqual([404, "application/problem+json", "not-found"]);
  });

  it("does not know every method, and says which it does", async () => {
    const { body, headers } = await api.as("admin")("delete", "/v1/business").expect(405);
    expect(problemNameOf(body.type)).toBe("method-not-allowed");
    expect(headers["allow"]).toContain("GET");
  });
});

describe("a time to book", () => {
  const holdAt = async (startsAt: unknown) => {
    const { visit } = await buildShop(api);
    const { call } = await buildClient(api);
    const before = await contentOf(api);
    const answer = await call("post", "/v1/holds", { ...visit, startsAt });
    if (answer.status >= 400) expect(await contentOf(api)).toEqual(before);
    return { status: answer.status, name: problemNameOf(answer.body.type), startsAt: answer.body.startsAt };
  };

  it.each([
    "2026-11-24T10:00:00+00:00",
    "2026-11-24T12:00:00+02:00",
    "2026-11-24T15:30:00+05:30",
    "2026-11-24T10:00:00.000Z",
    "2026-11-24T10:00:00.000000Z",
  ])("may be written in any offset: %s", async (startsAt) => {
    expect(await holdAt(startsAt)).toMatchObject({ status: 201, startsAt: "2026-11-24T10:00:00.000Z" });
  });

  it.each([
    "2026-11-24T10:00:01Z",
    "2026-11-24T10:00:00.001Z",
    "2026-11-24T10:07:00Z",
    "2026-11-22T10:00:00Z",
    "1999-12-31T10:00:00Z",
    "1000-01-01T00:00:00Z",
    "1000-01-01T00:00:00+14:00",
    "2199-01-01T10:00:00Z",
    "2999-12-31T23:59:59Z",
    "2999-12-31T23:59:59-12:00",
  ])("is not offered, and nothing is written: %s", async (startsAt) => {
    expect(await holdAt(startsAt)).toMatchObject({ status: 422, name: "slot-not-offered" });
  });

  it.each([
    "2026-02-31T10:00:00Z",
    "2026-11-24T25:00:00Z",
    "2026-11-24T10:00:60Z",
    "2016-12-31T23:59:60Z",
    "2026-11-24 10:00:00Z",
    "2026-11-24T10:00:00",
    "2026-11-24T10:00Z",
    "2026-11-24",
    "2026-11-24T10:00:00+0530",
    "2026-11-24T10:00:00+05",
    "2026-11-24T10:00:00+25:00",
    "+275760-09-13T00:00:00Z",
    "-000001-01-01T00:00:00Z",
    "0000-01-01T00:00:00Z",
    "9999-12-31T23:59:59Z",
    "9999-12-31T23:59:59-14:00",
    "1795600800",
    1795600800000,
    "now",
    null,
    {},
  ])("that is no time is refused: %j", async (startsAt) => {
    expect(await holdAt(startsAt)).toMatchObject({ status: 400, name: "invalid-request" });
  });
});

describe("words of a person", () => {
  const texts = [
    "'; drop table booking.clients; --",
    "<script>alert(1)</script>",
    "$1 :name ? %s {{7*7}} ${7*7}",
    "\\\\ \" ' ` \\u0000",
    "Zoë 🧑‍🎤 ‮ \ufeff",
    "null",
    "__proto__",
  ];

  it.each(texts)("are kept as they are, whatever they look like: %j", async (text) => {
    const { call } = await buildClient(api);
    await call("put", "/v1/clients/me", { name: text }).expect(200);
    expect((await call("get", "/v1/clients/me").expect(200)).body.name).toBe(text);

    const input = { name: { en: text }, description: { ru: text }, durationMinutes: 30, priceMinor: 1 };
    const { body } = await api.as("admin")("post", "/v1/services", input).expect(201);
    const again = await api.as("admin")("get", `/v1/services/${body.id}`).expect(200);
    expect(again.body).toMatchObject({ name: { en: text }, description: { ru: text } });
  });
});

describe("a time zone", () => {
  it.each(["Mars/Base", "+03:00", "2026-01-01T00:00Z", "2026-01-01T00:00[Europe/Riga]", "../etc", " "])(
    "that does not exist is refused: %j",
    async (timeZone) => {
      await expectRefusals("invalid-request", [
        ["", () => api.as("admin")("patch", "/v1/business", { timeZone })],
      ]);
    },
  );
});
