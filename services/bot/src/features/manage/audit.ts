import { type Composer } from "grammy";
import { type BotContext, onTap } from "../../context";
import { type ManageStep } from "../../draft/steps/manage";
import { localDateOf } from "../../formats";
import { type Card } from "../../keyboards/card";
import { type LocalizedText, type Words } from "../../words";
import { todayOf } from "../visit/visit-text";
import { type AuditEntry, management } from "./api";
import { back, turnRow } from "./layout";

type AuditStep = Extract<ManageStep, { at: "manage-audit" }>;

/** Who changed what, latest first. */
export function audit(composer: Composer<BotContext>): void {
  onTap(composer, "manage-audit", (ctx) => ctx.live.show({ at: "manage-audit", cursors: [] }));
}

/** What booking-api's log calls an operation, and how we say it. One that is not here is told by what it changed. */
const operations: ReadonlySet<string> = new Set([
  "updateBusiness",
  "createService",
  "updateService",
  "createMaster",
  "updateMaster",
  "putOffering",
  "deleteOffering",
  "putWorkingHours",
  "putOverride",
  "deleteOverride",
  "putClosure",
  "deleteClosure",
  "importHolidays",
  "createHold",
  "releaseHold",
  "confirmAppointment",
  "cancelAppointment",
  "rescheduleAppointment",
  "answerAttendance",
  "acceptAppointment",
  "declineAppointment",
  "proposeTime",
  "acceptProposal",
  "refuseProposal",
  "completeAppointment",
  "markNoShow",
  "joinWaitlist",
  "leaveWaitlist",
  "putMe",
  "eraseMe",
  "eraseClient",
  "updateStaffMember",
  "removeStaff",
  "createInvitation",
  "revokeInvitation",
  "acceptInvitation",
  "createApiKey",
  "revokeApiKey",
  "createClient",
  "setNote",
  "createTimeOff",
  "deleteTimeOff",
]);

const subjects: ReadonlySet<string> = new Set([
  "appointment",
  "business",
  "client",
  "closure",
  "master",
  "offering",
  "override",
  "service",
  "staff",
  "invitation",
]);

/** What was done, in words. */
export function deedOf(
  words: Words,
  { operation, subject }: Pick<AuditEntry, "operation" | "subject">,
): string {
  if (operation !== null && operations.has(operation))
    return words.plain(`manage-did-${operation.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`);
  const [kind = ""] = subject.split(":");
  return words.plain("manage-did-something", {
    subject: words.plain(`manage-subject-${subjects.has(kind) ? kind : "other"}`),
  });
}

interface Names {
  /** By Telegram account. */
  staff: ReadonlyMap<string, string>;
  /** By `kind:id` as the log names them. */
  things: ReadonlyMap<string, LocalizedText>;
}

/** Who did it, in words. */
export function doerOf(words: Words, entry: Pick<AuditEntry, "actor" | "channel">, names: Names): string {
  const [kind = "", id = ""] = entry.actor.split(":");
  const known = kind === "telegram" ? names.staff.get(id) : undefined;
  if (known !== undefined) return known;
  if (kind === "telegram") return words.plain("manage-doer-client");
  if (kind === "person") return words.plain("manage-doer-forgotten");
  if (kind === "api-key") return words.plain("manage-doer-program");
  return words.plain(entry.channel === "sql" ? "manage-doer-database" : "manage-doer-system");
}

export async function renderAudit(ctx: BotContext, { cursors }: AuditStep): Promise<Card> {
  const { words } = ctx;
  const api = management(ctx);
  const cursor = cursors.at(-1);
  const [{ items, nextCursor }, members, services, masters, { body: business }] = await Promise.all([
    api.audit({ limit: 10, ...(cursor === undefined ? {} : { cursor }) }),
    api.staff(),
    api.services(),
    api.masters(),
    api.business(),
  ]);
  const names: Names = {
    staff: new Map(members.map(({ telegramUserId, name }) => [String(telegramUserId), name])),
    things: new Map([
      ...services.map(({ id, name }) => [`service:${id}`, name] as const),
      ...masters.map(({ id, name }) => [`master:${id}`, name] as const),
    ]),
  };
  const today = todayOf(ctx, business);
  return {
    text: [
      words.html("manage-audit-title"),
      ...(items.length > 0 ? [] : [words.html("manage-audit-none")]),
      ...items.map((entry) => {
        const thing = names.things.get(entry.subject);
        return words.html("manage-audit-line", {
          when: words.plain("day-and-time", {
            day: words.longDay(localDateOf(entry.occurredAt, business.timeZone), today),
            time: words.timeOf(entry.occurredAt, business.timeZone),
          }),
          who: doerOf(words, entry, names),
          what: [deedOf(words, entry), ...(thing === undefined ? [] : [words.of(thing)])].join(": "),
        });
      }),
    ].join("\n"),
    rows: [...turnRow(words, cursors, nextCursor !== null), [back(words, { at: "manage" })]],
  };
}
