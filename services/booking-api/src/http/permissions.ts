import { type operations } from "@okoshko/contracts/generated/booking-api";
import { Problem } from "@okoshko/runtime/problem";
import { type Caller, isOperator, personOf, type Scope } from "./caller";

/** Who can be let in. `bot` and `notifier` are services that act for nobody; a key has the scopes it was given. */
export type Role = "owner" | "admin" | "master" | "client" | "bot" | "notifier" | "anybody";
type OperationId = Exclude<keyof operations, `on${string}`>;

/** Which roles may call an operation, and the scope that a program with a key needs; without one, no key may. */
export interface Permission {
  roles: readonly Role[];
  scope?: Scope | "any";
  /** The notifier may ask it about a person, too: it is told to order broadcasts, and by whom. */
  notifierForPeople?: true;
}

const everyone: readonly Role[] = ["owner", "admin", "master", "client", "bot", "notifier"];
const people: readonly Role[] = ["owner", "admin", "master", "client"];
const staff: readonly Role[] = ["owner", "admin", "master"];
const management: readonly Role[] = ["owner", "admin"];

const readCatalogue: Permission = { roles: everyone, scope: "catalogue:read" };
const editCatalogue: Permission = { roles: management, scope: "catalogue:write" };
// A master keeps their own hours; the use case looks whose they are.
const editHours: Permission = { roles: staff, scope: "catalogue:write" };
const readTimes: Permission = { roles: [...people, "bot"], scope: "availability:read" };
const book: Permission = { roles: people, scope: "appointments:write" };
const runDesk: Permission = { roles: staff, scope: "appointments:write" };
const readDesk: Permission = { roles: staff, scope: "clients:read" };
const own: Permission = { roles: ["client"] };
const manage: Permission = { roles: management };
const anybody: Permission = { roles: ["anybody"] };

/** Who may call what. The type makes an operation without a row an error. */
export const permissions: Record<OperationId, Permission> = {
  getBusiness: readCatalogue,
  updateBusiness: editCatalogue,
  listServices: readCatalogue,
  createService: editCatalogue,
  getService: readCatalogue,
  updateService: editCatalogue,
  listMasters: readCatalogue,
  createMaster: editCatalogue,
  getMaster: readCatalogue,
  updateMaster: editCatalogue,
  listOfferings: readCatalogue,
  getOffering: readCatalogue,
  putOffering: editCatalogue,
  deleteOffering: editCatalogue,
  getWorkingHours: readCatalogue,
  putWorkingHours: editHours,
  listOverrides: readCatalogue,
  getOverride: readCatalogue,
  putOverride: editHours,
  deleteOverride: editHours,
  listTimeOff: editHours,
  createTimeOff: editHours,
  deleteTimeOff: editHours,
  listClosures: readCatalogue,
  getClosure: readCatalogue,
  putClosure: editCatalogue,
  deleteClosure: editCatalogue,
  importHolidays: editCatalogue,
  listAvailableDays: readTimes,
  listSlots: readTimes,
  explainSlot: readTimes,
  createHold: book,
  releaseHold: book,
  listAppointments: { roles: people, scope: "appointments:read" },
  listAppointmentStates: { roles: ["notifier"] },
  getBriefing: { roles: ["notifier"] },
  getAppointment: { roles: [...people, "notifier"], scope: "appointments:read" },
  getAppointmentCalendar: { roles: people, scope: "appointments:read" },
  confirmAppointment: book,
  cancelAppointment: book,
  rescheduleAppointment: book,
  setNote: book,
  answerAttendance: own,
  acceptProposal: own,
  refuseProposal: own,
  acceptAppointment: runDesk,
  declineAppointment: runDesk,
  proposeTime: runDesk,
  completeAppointment: runDesk,
  markNoShow: runDesk,
  listDeskAppointments: readDesk,
  getDeskAppointment: readDesk,
  createCalendarFeed: { roles: staff },
  deleteCalendarFeed: { roles: staff },
  getCalendarFeed: anybody,
  joinWaitlist: own,
  listWaitlist: { roles: people, scope: "appointments:read" },
  getWaitlistEntry: { roles: people, scope: "appointments:read" },
  getWishBriefing: { roles: ["notifier"] },
  leaveWaitlist: book,
  getMe: own,
  putMe: own,
  exportMe: own,
  eraseMe: own,
  // A master sees those whom they serve; the use case looks whom.
  listClients: readDesk,
  createClient: runDesk,
  getClient: readDesk,
  listAudience: { roles: [...management, "notifier"] },
  exportClient: manage,
  eraseClient: manage,
  putReachability: { roles: ["owner", "bot", "notifier"] },
  getAccess: { roles: everyone, scope: "any", notifierForPeople: true },
  createSession: anybody,
  listStaff: manage,
  getStaffMember: manage,
  updateStaffMember: manage,
  removeStaff: manage,
  createInvitation: manage,
  listInvitations: manage,
  revokeInvitation: manage,
  acceptInvitation: own,
  createApiKey: { roles: ["owner"] },
  listApiKeys: { roles: ["owner"] },
  revokeApiKey: { roles: ["owner"] },
  listAudit: manage,
  listEvents: { roles: ["owner", "notifier"], scope: "events:read" },
};

/**
 * Lets the caller pass or throws `forbidden`. What somebody may do with one particular thing, the use case decides: there a
 * thing that is not theirs looks like one that does not exist.
 */
export async function authorize(operationId: OperationId, caller: Caller): Promise<void> {
  const { roles, scope, notifierForPeople } = permissions[operationId];
  if (roles.includes("anybody")) return;
  if (notifierForPeople && caller.kind === "service" && caller.name === "notifier") return;
  if (await mayCall(caller, roles, scope)) return;
  const needed =
    caller.kind === "key" && scope ? `the scope ${scope}` : `one of the roles ${roles.join(", ")}`;
  throw new Problem("forbidden", { detail: `${operationId} needs ${needed}.` });
}

async function mayCall(caller: Caller, roles: readonly Role[], scope: Permission["scope"]): Promise<boolean> {
  if (caller.kind === "key") return scope === "any" || (scope !== undefined && caller.scopes.has(scope));
  if (isOperator(caller) && roles.includes("owner")) return true;
  // A service that acts for somebody may do what that person may, and nothing of its own.
  if (caller.kind === "service" && caller.onBehalfOf === undefined) {
    if (roles.some((role) => role === caller.name)) return true;
  }
  if (caller.kind === "service" && caller.name === "notifier") return false;
  // The bot only ever acts for somebody, and so does the token of the business where something is one's own.
  const isForPeople = roles.some((role) => people.includes(role));
  if (!isForPeople) return false;
  personOf(caller);
  if (roles.includes("client")) return true;
  const { role, masterId } = await caller.rights();
  // An owner or administrator may be a master as well.
  return (role !== undefined && roles.includes(role)) || (masterId !== undefined && roles.includes("master"));
}
