import { onBehalfOf } from "@okoshko/contracts/booking-client";
import { unwrap } from "@okoshko/contracts/client";
import { eventually } from "@okoshko/testkit/eventually";
import { Client } from "pg";
import { botToken } from "../src/environment";
import { monday, startSystem, type System } from "../src/system";
import { type OtlpReceiver, type Span, startOtlpReceiver } from "../test/otlp-receiver";
import { hasFailed } from "../test/story-system";
import { untilDelivered } from "../test/until-delivered";
import {
  appointmentsOf,
  books,
  deliveriesOf,
  english,
  patient,
  persons,
  russian,
  toConfirm,
} from "../test/visitor";

const traced = ["bot", "booking-api", "notifier"] as const;
const sampling: Record<string, string> = {};
const note = "Секретная примета: шрам за ухом";
const chatter = "Who else would read this";

let receiver: OtlpReceiver;
let system: System;
beforeAll(async () => {
  receiver = await startOtlpReceiver();
  const env = Object.assign(sampling, {
    OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
    OTEL_BSP_SCHEDULE_DELAY: "100",
    // What must not be seen must not be seen by those who look closely either.
    LOG_LEVEL: "debug",
  });
  system = await startSystem({ startsAt: monday, env: { bot: env, "booking-api": env, notifier: env } });
  await system.driver.person(persons.gleb).changes({ started: true });
});
afterEach(() => {
  if (hasFailed()) process.stderr.write(`\n${expect.getState().currentTestName}\n${system.logs()}\n`);
});
afterAll(async () => {
  await system.stop();
  await receiver.close();
});

/** The span and those above it, the first of the trace first, as `service: name`. */
function wayTo(span: Span): string[] {
  const parent = receiver.spans.find(({ spanId }) => spanId === span.parentSpanId);
  const above = parent === undefined ? [] : wayTo(parent);
  // Whose parent never came would look like a beginning.
  const own = `${span.service}: ${span.name}`;
  return parent === undefined && span.parentSpanId !== undefined ? ["lost", own] : [...above, own];
}

const callsOf = (method: string, service: string) =>
  receiver.spans.filter(
    ({ service: its, attributes }) => its === service && attributes["url.full"]?.endsWith(`/${method}`),
  );

async function metricsOf(name: (typeof traced)[number]): Promise<string> {
  return (await fetch(`${await system.adminUrl(name)}/metrics`)).text();
}

/** Services send what they still have when they stop; afterwards nothing more can come. */
async function stopsAll(): Promise<void> {
  await Promise.all(traced.map((name) => system.kill(name, "SIGTERM")));
}

it("one tap is one trace: from Telegram's update through booking-api, SQL, the event and BullMQ to what the master is sent", async () => {
  const theo = system.driver.person(persons.theo);
  await books(system, theo, english);
  await system.driver.person(persons.gleb).waitFor("Theo Marsh", { anytime: true, ...patient });
  await eventually(() => expect(callsOf("sendMessage", "notifier")).toHaveLength(1), patient);
  const update = ["bot: POST /telegram/webhook", "bot: request handler", "bot: telegram update"];
  const request = [
    ...update,
    "bot: POST",
    "booking-api: POST /v1/appointments/:appointmentId/confirm",
    "booking-api: request handler",
  ];
  await eventually(() => {
    const [sent] = callsOf("sendMessage", "notifier");
    expect(sent && wayTo(sent)).toEqual([
      ...request,
      "notifier: plan appointment.confirmed",
      "notifier: send okoshko-deliveries",
      "notifier: send confirmation_master",
      "notifier: POST",
    ]);
    const [handedOver] = receiver.spans.filter(({ name }) => name === "send okoshko-deliveries");
    expect(handedOver?.attributes).toMatchObject({
      "messaging.system": "bullmq",
      "messaging.destination.name": "okoshko-deliveries",
      "messaging.operation.type": "send",
    });
    const ofTrace = receiver.spans.filter(({ traceId }) => traceId === sent?.traceId);
    const [event, ...otherEvents] = ofTrace.filter(({ attributes }) =>
      attributes["db.query.text"]?.includes("insert into booking.events"),
    );
    expect(otherEvents).toEqual([]);
    expect(event && wayTo(event).slice(0, -1)).toEqual(request);
    // The answer in the client's own chat belongs to it as well.
    const answers = ofTrace.filter(
      ({ service, attributes }) => service === "bot" && attributes["url.full"]?.includes("/bot<redacted>/"),
    );
    expect(answers.map((span) => wayTo(span))).toContainEqual([...update, "bot: POST"]);
  }, patient);
});

it("of whom it is and what they wrote, nothing is in spans, metrics and logs, also when things go wrong", async () => {
  const { driver, booking } = system;
  const [vera, theo, gleb] = [
    driver.person(persons.vera),
    driver.person(persons.theo),
    driver.person(persons.gleb),
  ];
  await unwrap(booking.PATCH("/v1/business", { body: { requiresPhone: true } }));
  await toConfirm(vera, { ...russian, day: /^пт 27 нояб/ });
  await vera.taps("Написать мастеру", patient);
  await vera.says(note);
  await vera.waitFor(note, patient);
  await vera.taps(/^Подтвердить/, patient);
  await vera.waitUntil(({ replyKeyboard }) => replyKeyboard !== null, patient);
  await vera.sharesContact();
  await vera.waitFor("Вы записаны ✓", patient);
  await gleb.waitFor("Вера", { anytime: true, ...patient });

  // People are looked for by name and number.
  for (const search of ["Лугова", "+37120001001", "20001001"]) {
    const params = { header: onBehalfOf(3001), query: { search } };
    expect((await unwrap(booking.GET("/v1/clients", { params }))).items).toHaveLength(1);
  }
  await gleb.says("/desk");
  await gleb.taps("Записать клиента", patient);
  await gleb.taps("Клиент уже здесь", patient);
  await gleb.waitFor("Выберите, кто это", patient);
  await gleb.says("Лугова");
  await gleb.waitFor("Лугова", patient);

  // Telegram refuses what the bot answers, and the database what booking-api writes.
  await driver.faults.add({ kind: "badRequest", method: "sendMessage", personId: theo.id, times: 1 });
  await theo.says(chatter);
  await untilDelivered(system, theo);
  const [visit] = await appointmentsOf(system, vera.id);
  if (visit === undefined) throw new Error("Nothing was booked.");
  const client = new Client({ connectionString: system.databaseUrl });
  await client.connect();
  try {
    await client.query(
      "alter table booking.appointments add constraint no_more_notes check (note is null) not valid",
    );
    const params = { path: { appointmentId: visit.id }, header: onBehalfOf(vera.id) };
    const answer = await booking.PUT("/v1/appointments/{appointmentId}/note", {
      params,
      body: { note: `${note}.` },
    });
    expect(answer.response.status).toBe(500);
  } finally {
    await client.query("alter table booking.appointments drop constraint no_more_notes");
    await client.end();
  }
  // Who has blocked the bot is written to in vain.
  await gleb.blocks();
  await unwrap(
    booking.POST("/v1/appointments/{appointmentId}/cancel", {
      params: { path: { appointmentId: visit.id }, header: onBehalfOf(vera.id) },
      body: { reason: note },
    }),
  );
  await eventually(async () => {
    const rows = await deliveriesOf(system, visit.id);
    expect(rows.find(({ kind }) => kind === "cancellation_master")?.reason).toBe("recipient_unreachable");
  }, patient);

  const metrics = (await Promise.all(traced.map((name) => metricsOf(name)))).join("\n");
  await stopsAll();
  const spans = receiver.spans.map((span) => JSON.stringify(span));
  // The emulator is no part of what runs in production, and shows everything on purpose.
  const logs = system.logs(5_000, traced).split("\n");
  expect(logs.length).toBeGreaterThan(30);
  expect(spans.length).toBeGreaterThan(500);
  const secrets = {
    names: ["Вера", "Лугова", "Theo", "Marsh"],
    usernames: ["vera_lugova", "theo_marsh"],
    phones: ["37120001001", "20001001", "37120001002"],
    words: [note, "шрам", chatter],
    token: [botToken, botToken.split(":")[1] ?? ""],
  };
  const seen = [...spans, ...metrics.split("\n"), ...logs];
  for (const secret of Object.values(secrets).flat())
    for (const form of new Set([secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)]))
      expect({ secret, seen: seen.filter((line) => line.includes(form)) }).toEqual({ secret, seen: [] });
});

it("only what comes from outside begins a trace: no poll, no probe and no scrape does", () => {
  const first = receiver.spans.filter(({ parentSpanId }) => parentSpanId === undefined);
  expect(first.length).toBeGreaterThan(20);
  expect(first.filter(({ attributes }) => attributes["http.route"] === undefined)).toEqual([]);
  expect(first.filter(({ name }) => /livez|readyz|metrics/.test(name))).toEqual([]);
});

it("a line of a log names the trace in which it was written, of an error or not, in each service", () => {
  const lines = system
    .logs(5_000, traced)
    .split("\n")
    .filter((line) => line.startsWith("{"))
    .map((line) => JSON.parse(line) as { service: string; level: string; trace_id?: string; msg: string });
  const said = [
    ["bot", "error", "an update is parked"],
    ["bot", "debug", "an update is dealt with"],
    ["booking-api", "error", "request failed"],
    ["booking-api", "debug", "request refused"],
    ["notifier", "info", "a person can't be reached"],
  ] as const;
  for (const [service, level, msg] of said) {
    const ofThisKind = lines.filter((line) => line.service === service && line.msg === msg);
    expect(ofThisKind).toContainEqual(expect.objectContaining({ level }));
    for (const { trace_id: traceId } of ofThisKind)
      expect(receiver.spans).toContainEqual(expect.objectContaining({ service, traceId }));
  }
});

it("who samples nothing sends nothing, in no service: the first one decides for all", async () => {
  const { driver } = system;
  Object.assign(sampling, { OTEL_TRACES_SAMPLER: "parentbased_traceidratio", OTEL_TRACES_SAMPLER_ARG: "0" });
  await system.revive();
  const before = receiver.spans.length;
  const theo = driver.person(persons.theo);
  await theo.says("/bookings");
  await theo.taps(/^Thu 26 Nov/, patient);
  await theo.taps(/^Cancel/, patient);
  await theo.taps(/^Yes/, patient);
  await theo.waitFor(/cancelled/i, patient);
  await stopsAll();
  const later = receiver.spans.slice(before);
  expect(later.filter(({ service }) => service === "bot")).toEqual([]);
  expect(later.filter(({ name }) => /cancel|^plan |^send /.test(name))).toEqual([]);
});
