import { clientArea } from "./areas/client";
import { deskArea } from "./areas/desk";
import { manageArea } from "./areas/manage";
import { type BotContext } from "./context";
import { type Step } from "./draft/draft";
import { renderResume } from "./features/start/home";
import { type Card } from "./keyboards/card";

/** What each step looks like, with what is true at this moment. */
export async function render(ctx: BotContext, step: Step): Promise<Card> {
  if (step.at === "resume") return renderResume(ctx);
  if (clientArea.isStep(step)) return clientArea.render(ctx, step);
  if (deskArea.isStep(step)) return deskArea.render(ctx, step);
  if (manageArea.isStep(step)) return manageArea.render(ctx, step);
  return step satisfies never;
}
