import { Problem } from "@okoshko/runtime/problem";
import { type Caller, isBusiness } from "../http/caller";

/**
 * Which master's times the caller may see as staff: whoever `masterId` names, or their own for a master. Throws `forbidden` for
 * who is no staff, and for a master who asks for a colleague's: what is shown can be booked, and they book their own.
 */
export async function mastersAtDesk(caller: Caller, masterId: string | null): Promise<string | null> {
  if (isBusiness(caller)) return masterId;
  const { role, masterId: own } = await caller.rights();
  if (role === "owner" || role === "admin") return masterId;
  if (own !== undefined && (masterId === null || masterId === own)) return own;
  throw new Problem("forbidden", {
    detail: own === undefined ? "`desk` is for staff." : "A master books times of their own.",
  });
}
