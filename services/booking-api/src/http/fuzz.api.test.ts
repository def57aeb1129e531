import fc, { type Arbitrary } from "fast-check";
import { problemNameOf, problems } from "@okoshko/contracts/problems";
import { type Api, type Caller, startApi } from "../../test/api";
import { arbitraryOf } from "../../test/arbitrary";
import { buildCallers } from "../../test/callers";
import {
  addressOf,
  buildSamples,
  contentOf,
  type Operation,
  operations,
  type Sample,
} from "../../test/operations";
import { fromEnvironment, seed } from "../../test/seed";
import { type OperationId } from "./operation";

const requests = fromEnvironment("FUZZ_REQUESTS", 500);

let api: Api;
let samples: Record<OperationId, Sample>;
let callers: Record<string, Caller>;
beforeAll(async () => {
  api = await startApi();
  samples = await buildSamples(api);
  ({ callers } = await buildCallers(api));
  // Some sixty requests, on a machine that may have other things to do.
}, 120_000);
afterAll(() => api.stop());

interface Fuzz {
  operation: Operation;
  /** What is replaced in the good sample; all else stays good, so that the request gets far. */
  params: Record<string, unknown>;
  query: Record<string, unknown>;
  body: unknown;
  /** One of test/callers.ts, or whoever the sample is good for. */
  caller: string;
}

const kinds = [
  "operator",
  "bot",
  "notifier",
  "owner",
  "admin",
  "master",
  "client",
  "session",
  "key",
  "anybody",
];

const fuzz: Arbitrary<Fuzz> = fc.constantFrom(...operations).chain((operation) => {
  const of = (place: string) =>
    fc.record(
      Object.fromEntries(
        operation.parameters
          .filter((parameter) => parameter.in === place)
          .map((parameter) => [parameter.name, arbitraryOf(parameter.schema)]),
      ),
      { requiredKeys: [] },
    );
  return fc.record({
    operation: fc.constant(operation),
    params: fc.oneof({ weight: 4, arbitrary: fc.constant({}) }, { weight: 1, arbitrary: of("path") }),
    query: of("query"),
    body: operation.body ? arbitraryOf(operation.body) : fc.constant(undefined),
    // As often as not somebody who gets far.
    caller: fc.oneof(fc.constantFrom("good", "operator"), fc.constantFrom(...kinds)),
  });
});

it(`M11: answers ${requests} requests at random with what the contract declares, never with an error of its own, and changes nothing where it refuses (seed ${seed})`, async () => {
  const seen = new Map<number, number>();
  // What was there after the last request; undefined once something may have changed since.
  let content: Record<string, string> | undefined;
  await fc.assert(
    fc.asyncProperty(fuzz, async ({ operation, params, query, body, caller }) => {
      const sample = samples[operation.id];
      const address = addressOf(operation, {
        params: { ...sample.params, ...textsOf(params) },
        query: {
          ...sample.query,
          ...textsOf(query),
          ...(operation.id === "listEvents" ? { waitSeconds: "0" } : {}),
        },
      });
      const call = caller === "good" ? api.as(sample.role, sample.person) : callers[caller]!;
      // Fields of the good body stay where the random one has none, so that many requests are let in.
      const merged = isObject(body) && sample.body ? { ...sample.body, ...body } : body;
      const before = (content ??= await contentOf(api));
      const answer = await call(operation.method, address)
        .type("json")
        .send(operation.body ? JSON.stringify(merged) : undefined);

      seen.set(answer.status, (seen.get(answer.status) ?? 0) + 1);
      expect(answer.status).toBeLessThan(500);
      const isRead = operation.method === "get";
      if (answer.status >= 400 || isRead) expect(await contentOf(api)).toEqual(before);
      else content = undefined;
      if (answer.status < 400) {
        expect(operation.statuses).toContain(String(answer.status));
      } else {
        expect(answer.type).toBe("application/problem+json");
        const name = problemNameOf(answer.body.type as string);
        expect([name, answer.status]).toEqual([
          name,
          name === undefined ? "a known problem" : problems[name].status,
        ]);
      }
    }),
    { seed, numRuns: requests, endOnFailure: true },
  );
  console.log(`fuzz, seed ${seed}: ${JSON.stringify(Object.fromEntries([...seen].sort()))}`);
  // A fuzz that is always refused at the door finds nothing behind it.
  expect((seen.get(200) ?? 0) + (seen.get(201) ?? 0) + (seen.get(204) ?? 0)).toBeGreaterThan(requests / 10);
}, 120_000);

function textsOf(values: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      wellFormed(typeof value === "string" ? value : (JSON.stringify(value) ?? "")),
    ]),
  );
}

/** An address cannot be written with half a character. */
function wellFormed(text: string): string {
  return text.replace(/\p{Surrogate}/gu, "\ufffd");
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
