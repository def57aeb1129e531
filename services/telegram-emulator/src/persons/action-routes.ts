import { operation } from "../contract/operation";
import { type Routes } from "../http/control";
import { type Account } from "../state/account";
import { block, unblock } from "./block";
import { tellPersons } from "./routes";
import { sendAttachment, shareContact } from "./share";
import { forgeCallback, tap, tapReplyKeyboard } from "./tap";
import { editText, pressStart, removeMessage, sendText } from "./write";

const start = operation("pressStart");
const text = operation("sendText");
const edit = operation("editText");
const removal = operation("removeMessage");
const tapping = operation("tapButton");
const replyTap = operation("tapReplyKeyboard");
const contact = operation("shareContact");
const attachment = operation("sendAttachment");
const blocking = operation("blockBot");
const unblocking = operation("unblockBot");
const forgery = operation("forgeCallback");

export const actionRoutes: Routes = (router, control) => {
  const person = ({ personId }: { personId: number }): Account => control.world.account(personId);

  router.post(start.route, (request, response) => {
    const account = person(start.parameters(request));
    const happened = pressStart(control, account, start.body(request).payload);
    tellPersons(control);
    start.answer(response, 201, happened);
  });

  router.post(text.route, (request, response) => {
    const account = person(text.parameters(request));
    const { text: typed, replyToMessageId } = text.body(request);
    text.answer(response, 201, sendText(control, account, typed, replyToMessageId));
  });

  router.patch(edit.route, (request, response) => {
    const parameters = edit.parameters(request);
    const { text: typed } = edit.body(request);
    edit.answer(response, 200, editText(control, person(parameters), parameters.messageId, typed));
  });

  router.delete(removal.route, (request, response) => {
    const parameters = removal.parameters(request);
    removeMessage(control, person(parameters), parameters.messageId);
    response.status(204).end();
  });

  router.post(tapping.route, (request, response) => {
    tapping.answer(response, 201, tap(control, person(tapping.parameters(request)), tapping.body(request)));
  });

  router.post(replyTap.route, (request, response) => {
    const account = person(replyTap.parameters(request));
    replyTap.answer(response, 201, tapReplyKeyboard(control, account, replyTap.body(request)));
  });

  router.post(contact.route, (request, response) => {
    const account = person(contact.parameters(request));
    const { phoneNumber, firstName, ...rest } = contact.body(request);
    const foreign =
      phoneNumber === undefined || firstName === undefined ? undefined : { phoneNumber, firstName, ...rest };
    contact.answer(response, 201, shareContact(control, account, foreign));
  });

  router.post(attachment.route, (request, response) => {
    const account = person(attachment.parameters(request));
    attachment.answer(response, 201, sendAttachment(control, account, attachment.body(request)));
  });

  router.post(blocking.route, (request, response) => {
    const happened = block(control, person(blocking.parameters(request)));
    tellPersons(control);
    blocking.answer(response, 200, happened);
  });

  router.post(unblocking.route, (request, response) => {
    const happened = unblock(control, person(unblocking.parameters(request)));
    tellPersons(control);
    unblocking.answer(response, 200, happened);
  });

  router.post(forgery.route, (request, response) => {
    const account = person(forgery.parameters(request));
    const { data, messageId } = forgery.body(request);
    forgery.answer(response, 201, forgeCallback(control, account, data, messageId));
  });
};
