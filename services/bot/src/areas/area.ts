import { type Composer } from "grammy";
import { type BotContext } from "../context";
import { type Step } from "../draft/draft";
import { type Card } from "../keyboards/card";

/**
 * A part of the bot with its own steps, buttons, screens and words: what everybody does, a master's desk, the owner's. Its
 * steps are in draft/steps, its buttons in taps, its words in locales/<language>, all under the area's name.
 */
export interface Area<AreaStep extends Step> {
  /** In the order in which an update is offered to them. */
  features: readonly ((composer: Composer<BotContext>) => void)[];
  isStep(step: Step): step is AreaStep;
  /** What each step looks like, with what is true at this moment. */
  render(ctx: BotContext, step: AreaStep): Card | Promise<Card>;
}

/** Tells an area's steps by their names. */
export function isOneOf<AreaStep extends Step>(schema: {
  options: readonly { shape: { at: { value: AreaStep["at"] } } }[];
}): (step: Step) => step is AreaStep {
  const names: ReadonlySet<string> = new Set(schema.options.map(({ shape }) => shape.at.value));
  return (step): step is AreaStep => names.has(step.at);
}
