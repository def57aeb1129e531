import { type Composer } from "grammy";
import { type BotContext, onTap } from "../../context";
import { type DayPart, type Visit } from "../../draft/steps/client";
import { type Card, marked } from "../../keyboards/card";
import { type Time, timesGrid } from "../../keyboards/times";
import { waitlistRow } from "../waitlist/join";
import { arrange } from "./arranged";

/** At what time of the chosen day. */
export function times(composer: Composer<BotContext>): void {
  onTap(composer, "day", (ctx, { visit, date, part }) => ctx.live.show({ at: "times", visit, date, part }));
}

export async function renderTimes(
  ctx: BotContext,
  visit: Visit,
  date: string,
  part: DayPart | null,
): Promise<Card> {
  const { words } = ctx;
  const arranged = await arrange(ctx, visit);
  const { business } = arranged;
  const slots = await ctx.booking.slots(arranged.wanted, date);
  // The hour that a clock goes through twice in autumn is told apart by its offset.
  const isTwice = ({ localTime }: Time): boolean =>
    slots.filter((slot) => slot.localTime === localTime).length > 1;
  const grid = timesGrid({
    times: slots,
    part,
    partName: (name, isOpen) => marked(words, words.plain(`part-${name}`), isOpen),
    label: (time) =>
      isTwice(time) ? `${time.localTime} ${words.offset(business.timeZone, time.startsAt)}` : time.localTime,
    onTime: ({ startsAt }) => ({ do: "time", visit, startsAt }),
    onPart: (name) => ({ do: "day", visit, date, part: name }),
  });
  const day = words.longDay(date, arranged.today);
  return {
    text: [
      arranged.title,
      "",
      slots.length > 0 ? words.html("times-text", { day }) : words.html("times-none", { day }),
    ].join("\n"),
    rows: [
      ...grid,
      ...waitlistRow(ctx, arranged, date),
      [{ label: words.plain("button-back"), on: { do: "days", visit } }, arranged.cancel],
    ],
  };
}
