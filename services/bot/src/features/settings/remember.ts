import { type Client, type ClientInput } from "../../booking-api";
import { type BotContext } from "../../context";
import { nameOf } from "../../people";

/** Keeps something about the person for good; what is left out stays as it is. */
export async function remember(ctx: BotContext, change: Omit<ClientInput, "name">): Promise<Client> {
  if (ctx.from === undefined) throw new Error("An update that nobody sent has got into a chat.");
  return ctx.booking.remember({ name: nameOf(ctx.from), ...change });
}
