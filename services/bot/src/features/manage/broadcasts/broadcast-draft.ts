import { type BroadcastDraft, type Question } from "../../../draft/steps/manage-broadcast";
import { type Locale } from "../../../words";
import { type BroadcastInput } from "./notifier";

/** As much as the notifier takes, in the units in which Telegram counts. It leaves room for what stands around a preview. */
export const longestText = 3_500;

export function otherThan(locale: Locale): Locale {
  return locale === "ru" ? "en" : "ru";
}

/** What has to be asked of this draft, in order; the writer's own language comes first. */
export function questionsOf({ kind }: BroadcastDraft, own: Locale): Question[] {
  return [own, otherThan(own), "kind", ...(kind === "all" ? [] : (["since"] as const)), "master", "send"];
}

/** What is still to be asked; at last, whether to send it. */
export function nextQuestion(draft: BroadcastDraft, own: Locale): Question {
  const open = questionsOf(draft, own).find((question) => !isAnswered(draft, question));
  return open ?? "send";
}

export function isAnswered(draft: BroadcastDraft, question: Question): boolean {
  switch (question) {
    case "ru":
    case "en":
      return draft[question] !== undefined;
    case "kind":
      return draft.kind !== undefined;
    case "since":
      return draft.since !== undefined;
    case "master":
      return draft.masterId !== undefined;
    case "send":
      return false;
  }
}

/** A question's neighbour; undefined at the ends. */
export function beside(
  draft: BroadcastDraft,
  own: Locale,
  question: Question,
  by: -1 | 1,
): Question | undefined {
  const all = questionsOf(draft, own);
  return all[all.indexOf(question) + by];
}

/** What is ordered; undefined while something is missing. */
export function inputOf({ ru, en, kind, since, masterId }: BroadcastDraft): BroadcastInput | undefined {
  if ((ru ?? en) == null || kind === undefined) return undefined;
  if (kind !== "all" && since === undefined) return undefined;
  return {
    text: { ...(ru == null ? {} : { ru }), ...(en == null ? {} : { en }) },
    audience: {
      kind,
      ...(kind === "all" || since === undefined ? {} : { since }),
      ...(masterId == null ? {} : { masterId }),
    },
  };
}
