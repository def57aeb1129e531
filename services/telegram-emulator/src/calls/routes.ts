import { operation } from "../contract/operation";
import { type Routes } from "../http/control";
import { onceFor, waitFor } from "../http/wait";
import { type Call } from "./call-log";

const listCalls = operation("listCalls");

export const callRoutes: Routes = (router, control) => {
  const { log } = control;

  router.get(listCalls.route, async (request, response) => {
    const { after, waitSeconds, limit, method, personId, outcome } = listCalls.parameters(request);
    const find = (): Call[] =>
      log.find(
        (call) =>
          call.sequence > (after ?? 0) &&
          (method === undefined || call.method === method) &&
          (personId === undefined || call.personId === personId) &&
          (outcome === undefined || call.outcome === outcome),
      );
    if (after !== undefined)
      await waitFor(
        control,
        response,
        waitSeconds,
        onceFor(
          () => log.cursor,
          () => find().length > 0,
        ),
      );
    // Without a cursor the newest are wanted, with one the next.
    const calls = after === undefined ? find().slice(-(limit ?? 200)) : find().slice(0, limit);
    const cursor = after !== undefined && calls.length === limit ? calls.at(-1)?.sequence : undefined;
    listCalls.answer(response, 200, { cursor: cursor ?? log.cursor, calls });
  });
};
