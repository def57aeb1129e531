import { Problem } from "@okoshko/runtime/problem";
import { operation } from "../contract/operation";
import { type Schemas } from "../contract/schemas";
import { type Control, type Routes } from "../http/control";
import { waitFor } from "../http/wait";
import { type Account } from "../state/account";
import { type World } from "../state/world";
import { viewChat, viewPerson } from "./view";

const listPersons = operation("listPersons");
const createPerson = operation("createPerson");
const getPerson = operation("getPerson");
const changePerson = operation("changePerson");
const chatOf = operation("viewChat");

export const personRoutes: Routes = (router, control) => {
  const { world } = control;

  router.get(listPersons.route, (_request, response) => {
    listPersons.answer(response, 200, { persons: allPersons(world) });
  });

  router.post(createPerson.route, (request, response) => {
    const account = create(world, createPerson.body(request));
    tellPersons(control);
    createPerson.answer(response, 201, viewPerson(account));
  });

  router.get(getPerson.route, (request, response) => {
    getPerson.answer(response, 200, viewPerson(world.account(getPerson.parameters(request).personId)));
  });

  router.patch(changePerson.route, (request, response) => {
    const account = world.account(changePerson.parameters(request).personId);
    change(account, changePerson.body(request));
    world.touch(account);
    tellPersons(control);
    changePerson.answer(response, 200, viewPerson(account));
  });

  router.get(chatOf.route, async (request, response) => {
    const { personId, after, waitSeconds } = chatOf.parameters(request);
    world.account(personId);
    await waitFor(
      control,
      response,
      waitSeconds,
      () => world.accounts.get(personId)?.chat.revision !== after,
    );
    chatOf.answer(response, 200, viewChat(control, world.account(personId)));
  });
};

function allPersons(world: World): Schemas["Person"][] {
  return [...world.accounts.values()].sort((a, b) => a.profile.id - b.profile.id).map(viewPerson);
}

export function tellPersons({ world, bus }: Pick<Control, "world" | "bus">): void {
  bus.tell({ name: "persons", data: { persons: allPersons(world) } });
}

function create(world: World, wanted: Schemas["NewPerson"]): Account {
  const id = wanted.id ?? freeId(world);
  if (world.accounts.has(id))
    throw new Problem("already-exists", { detail: `There is a person ${id} already.` });
  if (id === world.bot.id) throw new Problem("already-exists", { detail: `${id} is the bot.` });
  const { firstName, lastName, username, languageCode, phoneNumber, role } = wanted;
  const account = world.add({
    id,
    firstName,
    phoneNumber: phoneNumber ?? `+3712${String(id).padStart(7, "0").slice(-7)}`,
    ...(lastName === undefined ? {} : { lastName }),
    ...(username === undefined ? {} : { username }),
    ...(languageCode === undefined ? {} : { languageCode }),
    ...(role === undefined ? {} : { role }),
  });
  account.chat.started = wanted.started ?? false;
  return account;
}

function freeId(world: World): number {
  let id = world.next("person");
  while (world.accounts.has(id)) id = world.next("person");
  return id;
}

/** null takes an optional part away. */
function change({ profile, chat }: Account, changes: Schemas["PersonChanges"]): void {
  if (changes.firstName !== undefined) profile.firstName = changes.firstName;
  for (const part of ["lastName", "username", "languageCode"] as const) {
    const value = changes[part];
    if (value === null || value === "") delete profile[part];
    else if (value !== undefined) profile[part] = value;
  }
  if (changes.started !== undefined) chat.started = changes.started;
}
