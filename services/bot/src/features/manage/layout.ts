import { type Tap } from "../../callback-data";
import { type Step } from "../../draft/draft";
import { type Button } from "../../keyboards/card";
import { type Words } from "../../words";

/** The button's data that leads to a step, where one can simply go there. */
export function tapTo(step: Step): Tap {
  switch (step.at) {
    case "home":
      return { do: "home" };
    case "manage-services":
    case "manage-masters":
      return { do: step.at, page: step.page };
    case "manage-service":
    case "manage-performers":
      return { do: step.at, serviceId: step.serviceId };
    case "manage-master":
    case "manage-repertoire":
    case "manage-week":
      return { do: step.at, masterId: step.masterId };
    case "manage-offering":
      return { do: step.at, masterId: step.masterId, serviceId: step.serviceId, from: step.from };
    case "manage-days":
      return { do: step.at, masterId: step.masterId };
    case "manage-hours":
      return { do: step.at, place: step.place };
    case "manage-client":
    case "manage-client-visits":
      return { do: step.at, clientId: step.clientId };
    case "manage-broadcast":
    case "manage-broadcast-stop":
      return { do: step.at, broadcastId: step.broadcastId };
    case "manage-broadcast-new":
      return { do: "manage-broadcast-ask", question: step.question };
    case "manage-person":
      return { do: step.at, userId: step.userId };
    case "manage-new-service":
    case "manage-new-master":
    case "manage-staff":
    case "manage-invite":
    case "manage-invitations":
    case "manage-policies":
    case "manage-business":
    case "manage-clients":
    case "manage-broadcasts":
    case "manage-audit":
      return { do: step.at };
    default:
      return { do: "manage" };
  }
}

export function goTo(label: string, step: Step): Button {
  return { label, on: tapTo(step) };
}

export function back(
  words: Words,
  step: Step,
  key: "button-back" | "button-cancel" | "manage-button-leave" = "button-back",
): Button {
  return { label: words.plain(key), on: tapTo(step) };
}

/** What the person wrote, so that nothing of it is lost when it was not understood. */
export function quoted(words: Words, text: string): string {
  return words.html("manage-you-wrote", { text: text.length > 200 ? `${text.slice(0, 199)}…` : text });
}

/** The buttons that turn the pages of a list whose pages have cursors: `cursors` are those that led here. */
export function turnRow(words: Words, cursors: readonly string[], hasNext: boolean): Button[][] {
  const at = cursors.length;
  const row: Button[] = [
    ...(at > 0
      ? [{ label: words.plain("manage-button-before"), on: { do: "manage-turn", page: at - 1 } as const }]
      : []),
    ...(hasNext
      ? [{ label: words.plain("manage-button-after"), on: { do: "manage-turn", page: at + 1 } as const }]
      : []),
  ];
  return row.length > 0 ? [row] : [];
}
