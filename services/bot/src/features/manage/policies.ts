import { type Composer } from "grammy";
import { type BotContext, onTap } from "../../context";
import { type FieldName } from "../../draft/steps/manage-target";
import { type Button, type Card, inRows } from "../../keyboards/card";
import { management } from "./api";
import { businessFields } from "./fields/business-fields";
import { locationOf, sayLocation } from "./fields/location";
import { back, goTo } from "./layout";

/** The rules of booking, in the order in which an owner thinks of them. */
const policyNames = [
  "step",
  "notice",
  "horizon",
  "hold",
  "change-notice",
  "active-limit",
  "hold-limit",
  "approval-after",
  "proposal",
  "offer",
  "reminders",
  "quiet",
  "needs-phone",
  "retention",
] as const satisfies readonly FieldName[];

/** How booking works here, and who the business is: lists of values that are edited one by one. */
export function policies(composer: Composer<BotContext>): void {
  onTap(composer, "manage-policies", (ctx) => ctx.live.show({ at: "manage-policies" }));
  onTap(composer, "manage-business", (ctx) => ctx.live.show({ at: "manage-business" }));
}

export async function renderPolicies(ctx: BotContext): Promise<Card> {
  const { words } = ctx;
  const { body: business } = await management(ctx).business();
  const frame = { words, currency: business.currency };
  const target = { of: "business" } as const;
  const said = policyNames.map((field) => {
    const known = businessFields[field];
    const value = known === undefined ? "" : known.say(known.read(business), frame);
    return { field, label: words.plain(`manage-label-${field}`), value };
  });
  return {
    text: [
      words.html("manage-policies-title"),
      ...said.map(({ label, value }) => words.html("manage-line", { label, value })),
      "",
      words.html("manage-policies-text"),
    ].join("\n"),
    rows: [
      ...inRows(
        said.map(({ field, label }): Button => ({ label, on: { do: "manage-edit", target, field } })),
        2,
      ),
      [back(words, { at: "manage" })],
    ],
  };
}

export async function renderBusiness(ctx: BotContext): Promise<Card> {
  const { words } = ctx;
  const { body: business } = await management(ctx).business();
  const target = { of: "business" } as const;
  const line = (label: string, value: string): string => words.html("manage-line", { label, value });
  const unsaid = words.plain("manage-not-said");
  const edit = (label: string, field: FieldName): Button => ({
    label,
    on: { do: "manage-edit", target, field },
  });
  return {
    text: [
      words.html("manage-business-title"),
      line(words.plain("manage-label-title"), words.of(business.name)),
      line(
        words.plain("manage-label-address"),
        business.address === null ? unsaid : words.of(business.address),
      ),
      line(words.plain("manage-label-phone"), business.phone ?? unsaid),
      line(words.plain("manage-label-location"), sayLocation(locationOf(business)) ?? unsaid),
      line(words.plain("manage-label-zone"), business.timeZone.replaceAll("_", " ")),
      line(words.plain("manage-label-currency"), business.currency),
      "",
      words.html("manage-business-text"),
    ].join("\n"),
    rows: [
      [
        edit(words.plain("manage-label-title"), `title-${words.locale}`),
        edit(words.plain("manage-label-address"), `address-${words.locale}`),
      ],
      [
        edit(words.plain("manage-label-phone"), "phone"),
        edit(words.plain("manage-label-location"), "location"),
      ],
      [goTo(words.plain("manage-button-closures"), { at: "manage-days", masterId: null })],
      [back(words, { at: "manage" })],
    ],
  };
}
