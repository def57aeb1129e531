import { type operations } from "@okoshko/contracts/generated/booking-api";
import { Problem } from "@okoshko/runtime/problem";
import { type Caller } from "./caller";

type Role = "admin" | "bot" | "notifier";
type OperationId = Exclude<keyof operations, `on${string}`>;

const everyone: readonly Role[] = ["admin", "bot", "notifier"];
const desk: readonly Role[] = ["admin", "bot"];
const admin: readonly Role[] = ["admin"];

/** Which token may call which operation. The type makes an operation without a row an error. */
export const permissions: Record<OperationId, readonly Role[]> = {
  getBusiness: everyone,
  updateBusiness: admin,
  listServices: everyone,
  createService: admin,
  getService: everyone,
  updateService: admin,
  listMasters: everyone,
  createMaster: admin,
  getMaster: everyone,
  updateMaster: admin,
  listOfferings: everyone,
  putOffering: admin,
  deleteOffering: admin,
  getWorkingHours: everyone,
  putWorkingHours: admin,
  listOverrides: everyone,
  putOverride: admin,
  deleteOverride: admin,
  listAvailableDays: desk,
  listSlots: desk,
  createHold: desk,
  releaseHold: desk,
  listAppointments: desk,
  getAppointment: everyone,
  confirmAppointment: desk,
  cancelAppointment: desk,
  rescheduleAppointment: desk,
  answerAttendance: desk,
  getMe: desk,
  putMe: desk,
  putReachability: everyone,
  listEvents: ["admin", "notifier"],
};

/** Lets the caller pass or throws `forbidden`. */
export function authorize(operationId: OperationId, caller: Caller): void {
  if (permissions[operationId].some((role) => role === caller.name)) return;
  throw new Problem("forbidden", { detail: `The token of ${caller.name} may not call ${operationId}.` });
}
