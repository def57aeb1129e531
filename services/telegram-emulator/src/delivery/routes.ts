import { Problem } from "@okoshko/runtime/problem";
import { operation } from "../contract/operation";
import { type Schemas } from "../contract/schemas";
import { type Routes } from "../http/control";
import { onceFor, waitFor } from "../http/wait";
import { type Outbox } from "./outbox";
import { type UpdateRecord } from "./update-record";

const listUpdates = operation("listUpdates");
const redeliverUpdate = operation("redeliverUpdate");
const getDelivery = operation("getDelivery");
const changeDelivery = operation("changeDelivery");
const retryDelivery = operation("retryDelivery");

export const deliveryRoutes: Routes = (router, control) => {
  const { outbox, world } = control;

  router.get(listUpdates.route, async (request, response) => {
    const { after, waitSeconds, limit, personId, status } = listUpdates.parameters(request);
    const find = (): UpdateRecord[] =>
      [...outbox.records.values()].filter(
        (record) =>
          record.revision > (after ?? 0) &&
          (personId === undefined || record.personId === personId) &&
          (status === undefined || record.status === status),
      );
    if (after !== undefined)
      await waitFor(
        control,
        response,
        waitSeconds,
        onceFor(
          () => outbox.cursor,
          () => find().length > 0,
        ),
      );
    const updates = find().slice(-(limit ?? 200));
    listUpdates.answer(response, 200, {
      cursor: outbox.cursor,
      updates: updates.map((record) => viewRecord(outbox, record)),
    });
  });

  router.post(redeliverUpdate.route, (request, response) => {
    const { updateId } = redeliverUpdate.parameters(request);
    const record = outbox.records.get(updateId);
    if (record === undefined)
      throw new Problem("not-found", { detail: `Update ${updateId} is not known any more.` });
    outbox.redeliver(record);
    const chatRevision = world.accounts.get(record.personId)?.chat.revision ?? 0;
    redeliverUpdate.answer(response, 202, { updateId, chatRevision });
  });

  router.get(getDelivery.route, (_request, response) => {
    getDelivery.answer(response, 200, outbox.modes);
  });

  router.patch(changeDelivery.route, (request, response) => {
    outbox.changeModes(changeDelivery.body(request));
    changeDelivery.answer(response, 200, outbox.modes);
  });

  router.post(retryDelivery.route, (_request, response) => {
    retryDelivery.answer(response, 200, { retried: outbox.retryNow() });
  });
};

function viewRecord(outbox: Outbox, record: UpdateRecord): Schemas["UpdateRecord"] {
  const { createdAtMs, expiresAtMs, ...rest } = record;
  const retryInMs = outbox.waitOf(record);
  return {
    ...rest,
    createdAt: new Date(createdAtMs).toISOString(),
    expiresAt: new Date(expiresAtMs).toISOString(),
    ...(retryInMs === undefined ? {} : { retryInMs }),
    update: { ...record.update },
  };
}
