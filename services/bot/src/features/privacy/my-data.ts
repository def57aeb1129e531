import { type Composer, InputFile } from "grammy";
import { type BotContext, onTap } from "../../context";

/** Everything that is kept about a person, as a file that people and programs can read. */
export function myData(composer: Composer<BotContext>): void {
  composer.command("mydata", send);
  onTap(composer, "my-data", send);
}

async function send(ctx: BotContext): Promise<void> {
  const data = await ctx.booking.exported();
  await ctx.api.sendDocument(
    ctx.userId,
    new InputFile(Buffer.from(`${JSON.stringify(data, null, 2)}\n`), "my-data.json"),
    {
      caption: ctx.words.plain("my-data-caption", {
        name: data.client.name,
        phone: data.client.phone ?? ctx.words.plain("my-data-no-phone"),
        visits: data.appointments.length,
        wishes: data.waitlist.length,
        changes: data.changes.length,
      }),
    },
  );
}
