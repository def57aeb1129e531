import { type Composer } from "grammy";
import { type BotContext, onAppointmentTap, onTap } from "../../context";
import { localDateOf } from "../../formats";
import { type Button, type Card } from "../../keyboards/card";
import { type Words } from "../../words";
import { servicesOf } from "../visit/visit-text";
import { daysVisits } from "./day";
import { deskOf, type DeskVisit } from "./desk-booking";
import { stretchOf } from "./day-sheet";
import { clientName, hoursOf } from "./visit-words";
import { deskVisitOr, whose, type Whose } from "./whose";

/** One visit as the master sees it: who comes, what is known of them, what lies around, and what can be done. */
export function visit(composer: Composer<BotContext>): void {
  onTap(composer, "desk-visit", (ctx, { appointmentId }) =>
    ctx.live.show({ at: "desk-visit", appointmentId }),
  );
  onAppointmentTap(composer, "desk", (ctx, { appointmentId }) =>
    ctx.live.show({ at: "desk-visit", appointmentId }),
  );
}

export async function renderVisit(ctx: BotContext, appointmentId: string): Promise<Card> {
  const { words } = ctx;
  const shown = await deskVisitOr(ctx, appointmentId);
  const desk = await whose(ctx, shown.masterId);
  const { phone } = shown.client;
  return {
    text: [
      words.html("desk-visit-state", { status: shown.status }),
      "",
      ...aboutVisit(words, shown, desk),
      "",
      ...aboutClient(words, shown),
      ...(await around(ctx, shown)),
    ].join("\n"),
    rows: [
      ...actionsOf(words, shown, desk),
      ...(phone === null ? [] : [[{ label: words.plain("button-copy-phone"), on: { copy: phone } }]]),
      [
        {
          label: words.plain("button-desk-day", { day: words.shortDay(shown.localDate) }),
          on: {
            do: "desk-day",
            masterId: shown.masterId,
            date: shown.localDate === desk.today ? null : shown.localDate,
            page: 0,
          },
        },
        { label: words.plain("button-home"), on: { do: "home" } },
      ],
    ],
  };
}

/** What, when and for how much; the master only where it is not the reader's own day. */
export function aboutVisit(words: Words, shown: DeskVisit, { today, isOwn }: Whose): string[] {
  const { proposal, cancellationReason, note, localDate, timeZone } = shown;
  return [
    words.html("visit-service", { services: servicesOf(words, shown) }),
    words.html("desk-visit-when", {
      day: words.longDay(localDate, today),
      hours: hoursOf(words, stretchOf(shown), timeZone),
    }),
    words.html("visit-price", {
      duration: words.duration(shown.durationMinutes),
      price: words.money(shown.priceMinor, shown.currency),
    }),
    ...(isOwn ? [] : [words.html("visit-master", { master: words.of(shown.masterName) })]),
    ...(note === null ? [] : [words.html("desk-visit-note", { note })]),
    ...(cancellationReason === null ? [] : [words.html("desk-visit-reason", { reason: cancellationReason })]),
    ...(proposal === null
      ? []
      : [
          words.html("desk-visit-proposal", {
            day: words.longDay(proposal.localDate, today),
            time: proposal.localTime,
            until: words.plain("day-and-time", {
              day: words.shortDay(localDateOf(proposal.expiresAt, timeZone)),
              time: words.timeOf(proposal.expiresAt, timeZone),
            }),
          }),
        ]),
  ];
}

function aboutClient(words: Words, shown: DeskVisit): string[] {
  const { client, attendance, status } = shown;
  return [
    words.html("desk-client-name", { client: clientName(words, shown) }),
    client.phone === null
      ? words.html("desk-client-no-phone")
      : words.html("desk-client-phone", { phone: client.phone }),
    words.html("desk-client-history", { visits: client.visits, missed: client.noShows }),
    ...(status === "confirmed" ? [words.html("desk-attendance", { answer: attendance })] : []),
    ...(client.reachable
      ? []
      : [words.html("desk-unreachable", { how: client.telegramUserId === null ? "none" : "blocked" })]),
  ];
}

/** The visits right before and after it: what a decision about this one has to fit into. */
async function around(ctx: BotContext, shown: DeskVisit): Promise<string[]> {
  const { words } = ctx;
  const { masterId, localDate, startsAt, id } = shown;
  if (shown.status !== "pending" && shown.status !== "confirmed") return [];
  const others = (
    await deskOf(ctx).visits({ masterId, from: localDate, to: localDate, status: [...daysVisits] })
  ).filter((other) => other.id !== id);
  return neighbours(words, others, { at: startsAt, timeZone: shown.timeZone });
}

export function neighbours(
  words: Words,
  others: readonly DeskVisit[],
  { at, timeZone }: { at: string; timeZone: string },
): string[] {
  const start = Date.parse(at);
  const before = others.filter((other) => Date.parse(other.startsAt) < start).at(-1);
  const after = others.find((other) => Date.parse(other.startsAt) >= start);
  const said = (other: DeskVisit) => ({
    hours: hoursOf(words, stretchOf(other), timeZone),
    client: clientName(words, other),
    services: servicesOf(words, other),
  });
  return [
    "",
    before === undefined ? words.html("desk-before-none") : words.html("desk-before", said(before)),
    after === undefined ? words.html("desk-after-none") : words.html("desk-after", said(after)),
  ];
}

function actionsOf(words: Words, shown: DeskVisit, { now }: Whose): Button[][] {
  const { id: appointmentId, version, status } = shown;
  const hasBegun = Date.parse(shown.startsAt) <= now;
  const complete: Button = {
    label: words.plain("button-complete"),
    on: { action: "complete", appointmentId, version },
  };
  const missed: Button = {
    label: words.plain("button-no-show"),
    on: { action: "no_show", appointmentId, version },
  };
  const change: Button[] = [
    { label: words.plain("button-move"), on: { do: "desk-move", appointmentId, version } },
    {
      label: words.plain("button-cancel-visit"),
      on: { do: "desk-why", what: "cancel", appointmentId, version },
      style: "danger",
    },
  ];
  switch (status) {
    case "pending":
      return [
        [
          {
            label: words.plain("button-accept"),
            on: { action: "accept", appointmentId, version },
            style: "success",
          },
          {
            label: words.plain("button-decline"),
            on: { action: "decline", appointmentId, version },
            style: "danger",
          },
        ],
        [{ label: words.plain("button-propose"), on: { action: "propose", appointmentId, version } }],
      ];
    case "confirmed":
      return hasBegun ? [[complete, missed], change] : [change];
    case "completed":
      return [[missed]];
    case "no_show":
      return [[complete]];
    default:
      return [];
  }
}
