import { type Composer, type Context } from "grammy";
import { reportReachability } from "../../booking-api";
import { type BotParts } from "../../context";

/** Whether the person lets us write to them: Telegram tells of both, the block and its end. */
export function reachability(composer: Composer<Context>, parts: BotParts): void {
  composer.chatType("private").on("my_chat_member", async (ctx) => {
    const { status } = ctx.myChatMember.new_chat_member;
    await reportReachability(parts.client, ctx.from.id, status !== "kicked" && status !== "left");
  });
}
