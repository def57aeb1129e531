import { type Composer } from "grammy";
import { type BotContext, onTap, onText } from "../../context";
import { type FieldName } from "../../draft/steps/manage-target";
import { type Button, type Card, inRows } from "../../keyboards/card";
import { management } from "./api";
import { businessFields } from "./fields/business-fields";
import { back, goTo, quoted } from "./layout";

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
  onTap(composer, "manage-location", (ctx) => ctx.live.show({ at: "manage-location" }));
  onTap(composer, "manage-no-location", (ctx) => setLocation(ctx, null));

  composer.on("message:location", async (ctx, next) => {
    if (ctx.live.step.at !== "manage-location") return next();
    await setLocation(ctx, ctx.message.location);
  });
  onText(composer, "manage-location", async (ctx, step, text) => {
    const found = parseCoordinates(text);
    if (found !== undefined) return setLocation(ctx, found);
    await ctx.live.show(step, {
      notice: `${quoted(ctx.words, text)}\n${ctx.words.html("manage-fault-location")}`,
    });
  });
}

/** `56.9496, 24.1052`, as maps copy it. */
export function parseCoordinates(text: string): { latitude: number; longitude: number } | undefined {
  const [, north, east] =
    /^\s*(-?\d{1,2}(?:\.\d{1,15})?)[,;\s]\s*(-?\d{1,3}(?:\.\d{1,15})?)\s*$/.exec(text) ?? [];
  if (north === undefined || east === undefined) return undefined;
  const [latitude, longitude] = [Number(north), Number(east)];
  return Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180 ? { latitude, longitude } : undefined;
}

async function setLocation(
  ctx: BotContext,
  at: { latitude: number; longitude: number } | null,
): Promise<void> {
  const api = management(ctx);
  const { etag } = await api.business();
  const latitude = at === null ? null : round(at.latitude);
  const longitude = at === null ? null : round(at.longitude);
  await api.changeBusiness({ latitude, longitude }, etag);
  await ctx.live.show(
    { at: "manage-business" },
    { notice: ctx.words.html(at === null ? "manage-location-gone" : "manage-location-set") },
  );
}

/** A metre, which is more than a door needs. */
function round(degrees: number): number {
  return Math.round(degrees * 1e5) / 1e5;
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
  const { latitude, longitude } = business;
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
      line(
        words.plain("manage-label-location"),
        latitude == null || longitude == null ? unsaid : `${latitude}, ${longitude}`,
      ),
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
        { label: words.plain("manage-label-location"), on: { do: "manage-location" } },
      ],
      [goTo(words.plain("manage-button-closures"), { at: "manage-days", masterId: null })],
      [back(words, { at: "manage" })],
    ],
  };
}

export async function renderLocation(ctx: BotContext): Promise<Card> {
  const { words } = ctx;
  const { body: business } = await management(ctx).business();
  return {
    text: words.html("manage-location-text"),
    rows: [
      ...(business.latitude == null
        ? []
        : [[{ label: words.plain("manage-button-no-location"), on: { do: "manage-no-location" } as const }]]),
      [back(words, { at: "manage-business" }, "button-cancel")],
    ],
  };
}
