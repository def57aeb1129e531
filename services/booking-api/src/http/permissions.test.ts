import { randomUUID } from "node:crypto";
import { problemNameOf } from "@okoshko/contracts/problems";
import { type Api, type Caller, startApi } from "../../test/api";
import { allScopes, buildCallers } from "../../test/callers";
import { buildKey } from "../../test/factories";
import {
  addressOf,
  buildSamples,
  contentOf,
  operationOf,
  operations,
  type Sample,
} from "../../test/operations";
import { type OperationId } from "./operation";
import { permissions } from "./permissions";

// Written out here once more, so that a change of permissions.ts is a change of this table too.
// yes: let in, whatever comes of it. no: `forbidden`. who: must say for whom. 401: `unauthorized`.
// op(erator): the token `admin`; bot, not(ifier): services that act for nobody; own(er), adm(in), mas(ter), cli(ent): people for
// whom the bot acts; ses(sion): a client in the Mini App; key: of a program, with the scope of the operation; oth(er): a key
// with every other scope; any(body): no token.
//                      op  bot not own adm mas cli ses key oth any
const matrix = `
getBusiness             yes yes yes yes yes yes yes yes yes no  401
updateBusiness          yes who no  yes yes no  no  no  yes no  401
listServices            yes yes yes yes yes yes yes yes yes no  401
createService           yes who no  yes yes no  no  no  yes no  401
getService              yes yes yes yes yes yes yes yes yes no  401
updateService           yes who no  yes yes no  no  no  yes no  401
listMasters             yes yes yes yes yes yes yes yes yes no  401
createMaster            yes who no  yes yes no  no  no  yes no  401
getMaster               yes yes yes yes yes yes yes yes yes no  401
updateMaster            yes who no  yes yes no  no  no  yes no  401
listOfferings           yes yes yes yes yes yes yes yes yes no  401
getOffering             yes yes yes yes yes yes yes yes yes no  401
putOffering             yes who no  yes yes no  no  no  yes no  401
deleteOffering          yes who no  yes yes no  no  no  yes no  401
getWorkingHours         yes yes yes yes yes yes yes yes yes no  401
putWorkingHours         yes who no  yes yes yes no  no  yes no  401
listOverrides           yes yes yes yes yes yes yes yes yes no  401
getOverride             yes yes yes yes yes yes yes yes yes no  401
putOverride             yes who no  yes yes yes no  no  yes no  401
deleteOverride          yes who no  yes yes yes no  no  yes no  401
listTimeOff             yes who no  yes yes yes no  no  yes no  401
createTimeOff           yes who no  yes yes yes no  no  yes no  401
deleteTimeOff           yes who no  yes yes yes no  no  yes no  401
listClosures            yes yes yes yes yes yes yes yes yes no  401
importHolidays          yes who no  yes yes no  no  no  yes no  401
getClosure              yes yes yes yes yes yes yes yes yes no  401
putClosure              yes who no  yes yes no  no  no  yes no  401
deleteClosure           yes who no  yes yes no  no  no  yes no  401
listAvailableDays       yes yes no  yes yes yes yes yes yes no  401
listSlots               yes yes no  yes yes yes yes yes yes no  401
explainSlot             yes yes no  yes yes yes yes yes yes no  401
createHold              yes who no  yes yes yes yes yes yes no  401
releaseHold             yes who no  yes yes yes yes yes yes no  401
listAppointments        yes who no  yes yes yes yes yes yes no  401
listAppointmentStates   no  no  yes no  no  no  no  no  no  no  401
getBriefing             no  no  yes no  no  no  no  no  no  no  401
getAppointment          yes who yes yes yes yes yes yes yes no  401
confirmAppointment      yes who no  yes yes yes yes yes yes no  401
cancelAppointment       yes who no  yes yes yes yes yes yes no  401
rescheduleAppointment   yes who no  yes yes yes yes yes yes no  401
setNote                 yes who no  yes yes yes yes yes yes no  401
answerAttendance        who who no  yes yes yes yes yes no  no  401
acceptAppointment       yes who no  yes yes yes no  no  yes no  401
declineAppointment      yes who no  yes yes yes no  no  yes no  401
proposeTime             yes who no  yes yes yes no  no  yes no  401
acceptProposal          who who no  yes yes yes yes yes no  no  401
refuseProposal          who who no  yes yes yes yes yes no  no  401
completeAppointment     yes who no  yes yes yes no  no  yes no  401
markNoShow              yes who no  yes yes yes no  no  yes no  401
getAppointmentCalendar  yes who no  yes yes yes yes yes yes no  401
listDeskAppointments    yes who no  yes yes yes no  no  yes no  401
getDeskAppointment      yes who no  yes yes yes no  no  yes no  401
createCalendarFeed      yes who no  yes yes yes no  no  no  no  401
deleteCalendarFeed      yes who no  yes yes yes no  no  no  no  401
getCalendarFeed         yes yes yes yes yes yes yes yes yes yes yes
listWaitlist            who who no  yes yes yes yes yes who no  401
joinWaitlist            who who no  yes yes yes yes yes no  no  401
getWaitlistEntry        yes who no  yes yes yes yes yes yes no  401
getWishBriefing         no  no  yes no  no  no  no  no  no  no  401
leaveWaitlist           yes who no  yes yes yes yes yes yes no  401
getMe                   who who no  yes yes yes yes yes no  no  401
putMe                   who who no  yes yes yes yes yes no  no  401
exportMe                who who no  yes yes yes yes yes no  no  401
eraseMe                 who who no  yes yes yes yes yes no  no  401
listClients             yes who no  yes yes yes no  no  yes no  401
createClient            yes who no  yes yes yes no  no  yes no  401
getClient               yes who no  yes yes yes no  no  yes no  401
listAudience            yes who yes yes yes no  no  no  no  no  401
exportClient            yes who no  yes yes no  no  no  no  no  401
eraseClient             yes who no  yes yes no  no  no  no  no  401
putReachability         yes yes yes yes no  no  no  no  no  no  401
getAccess               yes yes yes yes yes yes yes yes yes yes 401
createSession           yes yes yes yes yes yes yes yes yes yes yes
listStaff               yes who no  yes yes no  no  no  no  no  401
getStaffMember          yes who no  yes yes no  no  no  no  no  401
updateStaffMember       yes who no  yes yes no  no  no  no  no  401
removeStaff             yes who no  yes yes no  no  no  no  no  401
listInvitations         yes who no  yes yes no  no  no  no  no  401
createInvitation        yes who no  yes yes no  no  no  no  no  401
revokeInvitation        yes who no  yes yes no  no  no  no  no  401
acceptInvitation        who who no  yes yes yes yes yes no  no  401
listApiKeys             yes who no  yes no  no  no  no  no  no  401
createApiKey            yes who no  yes no  no  no  no  no  no  401
revokeApiKey            yes who no  yes no  no  no  no  no  no  401
listAudit               yes who no  yes yes no  no  no  no  no  401
listEvents              yes who yes yes no  no  no  no  yes no  401`;

const roles = [
  "operator",
  "bot",
  "notifier",
  "owner",
  "admin",
  "master",
  "client",
  "session",
  "key",
  "otherKey",
  "anybody",
] as const;
type Role = (typeof roles)[number];
const rowsOfMatrix = matrix
  .trim()
  .split("\n")
  .map((line) => line.split(/\s+/));
const cases = rowsOfMatrix.flatMap(([id = "", ...cells]) =>
  roles.map((role, index) => [role, cells[index], id as OperationId] as const),
);

let api: Api;
let samples: Record<OperationId, Sample>;
let callers: Awaited<ReturnType<typeof buildCallers>>["callers"];
let ownMasterId: string;
beforeAll(async () => {
  api = await startApi();
  samples = await buildSamples(api);
  ({ callers, ownMasterId } = await buildCallers(api));
  // Some sixty requests, on a machine that may have other things to do.
}, 120_000);
afterAll(() => api.stop());

const keys = new Map<string, Caller>();
async function callerFor(role: Role, id: OperationId): Promise<Caller> {
  if (role !== "key" && role !== "otherKey") return callers[role];
  const { scope } = permissions[id];
  const isOne = scope !== undefined && scope !== "any";
  // Where no scope lets a key in, or any does, both keys have all of them.
  const given = allScopes.filter((name) => !isOne || (name === scope) === (role === "key"));
  const known = keys.get(given.join());
  if (known) return known;
  const { call } = await buildKey(api, given);
  keys.set(given.join(), call);
  return call;
}

it("M12: has a row for every operation of the contract, and for nothing else", () => {
  expect(rowsOfMatrix.map(([id]) => id).sort()).toEqual(operations.map(({ id }) => id).sort());
  expect(rowsOfMatrix.filter((row) => row.length !== roles.length + 1)).toEqual([]);
});

it.each(cases)("M12: %s: %s, for %s", async (role, expected, id) => {
  const operation = operationOf(id);
  const { params, query, body } = sampleFor(role, samples[id]);
  const call = await callerFor(role, id);
  const before = expected === "yes" ? undefined : await contentOf(api);
  const answer = await call(operation.method, addressOf(operation, { params, query }), body);

  expect(verdictOf(answer)).toBe(expected);
  expect(answer.status).toBeLessThan(500);
  if (before) expect(await contentOf(api)).toEqual(before);
});

/** Somebody's things that do not exist: who may call hears of that, who may not hears that first. */
function sampleFor(role: Role, { params, query, body }: Sample): Pick<Sample, "params" | "query" | "body"> {
  const known = (name: string) => (role === "master" && name === "masterId" ? ownMasterId : undefined);
  const isOfOthers = (name: string) => name.endsWith("Id") && name !== "telegramUserId";
  const replaced = (of: Record<string, string>) =>
    Object.fromEntries(
      Object.entries(of).map(([name, value]) => [
        name,
        isOfOthers(name) ? (known(name) ?? randomUUID()) : value,
      ]),
    );
  // Whose account a master has is beyond any scope, and would change who the master of this test is.
  const { telegramUserId: _, ...rest } = body ?? {};
  const asked =
    query["masterId"] === undefined ? query : { ...query, ...replaced({ masterId: query["masterId"] }) };
  // A master books times of their own.
  const sent = role === "master" && rest["masterId"] ? { ...rest, masterId: ownMasterId } : rest;
  return { params: replaced(params), query: asked, ...(body ? { body: sent } : {}) };
}

function verdictOf({ status, body }: { status: number; body: unknown }): string {
  const problem = body as { type?: string; errors?: { pointer: string }[] };
  const name = problemNameOf(problem.type);
  if (name === "unauthorized") return "401";
  if (name === "forbidden" || status === 403) return "no";
  const isForWhom = problem.errors?.[0]?.pointer === "header/okoshko-on-behalf-of";
  return name === "invalid-request" && isForWhom ? "who" : "yes";
}
