import { randomUUID } from "node:crypto";
import { problemNameOf } from "@okoshko/contracts/problems";
import { type Api, startApi } from "../../test/api";
import {
  addressOf,
  buildSamples,
  operationOf,
  operations,
  type Role,
  type Sample,
} from "../../test/operations";
import { type OperationId } from "./operation";

// Written out here once more, so that a change of permissions.ts is a change of this table too.
//            admin  bot  notifier
const matrix = `
getBusiness            yes yes yes
updateBusiness         yes no  no
listServices           yes yes yes
createService          yes no  no
getService             yes yes yes
updateService          yes no  no
listMasters            yes yes yes
createMaster           yes no  no
getMaster              yes yes yes
updateMaster           yes no  no
listOfferings          yes yes yes
putOffering            yes no  no
deleteOffering         yes no  no
getWorkingHours        yes yes yes
putWorkingHours        yes no  no
listOverrides          yes yes yes
putOverride            yes no  no
deleteOverride         yes no  no
listAvailableDays      yes yes no
listSlots              yes yes no
createHold             yes yes no
releaseHold            yes yes no
listAppointments       yes yes no
getAppointment         yes yes yes
confirmAppointment     yes yes no
cancelAppointment      yes yes no
rescheduleAppointment  yes yes no
answerAttendance       yes yes no
getMe                  yes yes no
putMe                  yes yes no
putReachability        yes yes yes
listEvents             yes no  yes`;

const roles: Role[] = ["admin", "bot", "notifier"];
const rowsOfMatrix = new Map(
  matrix
    .trim()
    .split("\n")
    .map((line) => {
      const [id = "", ...may] = line.split(/\s+/);
      return [id, may.map((word) => word === "yes")];
    }),
);
const cases = operations.flatMap((operation) =>
  roles.map(
    (role, index) =>
      [role, rowsOfMatrix.get(operation.id)?.[index] ? "may" : "may not", operation.id] as const,
  ),
);

let api: Api;
let samples: Record<OperationId, Sample>;
beforeAll(async () => {
  api = await startApi();
  samples = await buildSamples(api);
});
afterAll(() => api.stop());

it("has a row for every operation of the contract, and for nothing else", () => {
  expect([...rowsOfMatrix.keys()].sort()).toEqual(operations.map(({ id }) => id).sort());
});

it.each(cases)("%s %s call %s", async (role, may, id) => {
  const operation = operationOf(id);
  const sample = samples[operation.id];
  // Somebody's things that do not exist: who may call hears of that, who may not hears that first.
  const params = Object.fromEntries(
    Object.keys(sample.params).map((name) => [
      name,
      name.endsWith("Id") && name !== "telegramUserId" ? randomUUID() : (sample.params[name] ?? ""),
    ]),
  );
  const call = api.as(role, sample.person);
  const { status, body } = await call(
    operation.method,
    addressOf(operation, { ...sample, params }),
    sample.body,
  );

  expect(status).not.toBe(401);
  expect(status).toBeLessThan(500);
  expect(problemNameOf(body.type) === "forbidden").toBe(may === "may not");
  expect(status === 403).toBe(may === "may not");
});

describe("a service that acts for people", () => {
  it.each([
    "listAppointments",
    "getAppointment",
    "confirmAppointment",
    "cancelAppointment",
    "rescheduleAppointment",
    "releaseHold",
  ] as const)("may not look at everybody's things at once: %s", async (id) => {
    const operation = operationOf(id);
    const sample = samples[id];
    const { status, body } = await api.as("bot")(operation.method, addressOf(operation, sample), sample.body);
    expect([status, problemNameOf(body.type)]).toEqual([400, "invalid-request"]);
    expect(body.errors[0].pointer).toBe("header/okoshko-on-behalf-of");
  });

  it("cannot say for the business that a client will come", async () => {
    const sample = samples.answerAttendance;
    const path = `/v1/appointments/${sample.params["appointmentId"]}/attendance`;
    const { status, body } = await api.as("admin")("put", path, sample.body);
    expect([status, problemNameOf(body.type)]).toEqual([403, "forbidden"]);
  });
});
