import { isProblem } from "@okoshko/contracts/problem-error";
import { type Composer } from "grammy";
import { type BotContext, NoLonger, onTap, onText } from "../../context";
import { encodeDeepLink } from "../../deep-links";
import { type StaffRole } from "../../draft/steps/manage";
import { localDateOf } from "../../formats";
import { type Button, type Card } from "../../keyboards/card";
import { look, toKeyboard } from "../../live-card";
import { type Words } from "../../words";
import { todayOf } from "../visit/visit-text";
import { type InvitationInput, management, type NewInvitation, type StaffMember } from "./api";
import { isInCharge } from "./gate";
import { back, goTo, quoted } from "./layout";

/** Who works here, with which rights; invitations; taking rights away. */
export function staff(composer: Composer<BotContext>): void {
  onTap(composer, "manage-staff", (ctx) => ctx.live.show({ at: "manage-staff" }));
  onTap(composer, "manage-person", (ctx, { userId }) => ctx.live.show({ at: "manage-person", userId }));
  onTap(composer, "manage-remove", (ctx, { userId }) => ctx.live.show({ at: "manage-remove", userId }));
  onTap(composer, "manage-remove-sure", (ctx, { userId }) => remove(ctx, userId));
  onTap(composer, "manage-promote", async (ctx, { userId }) => {
    const { name } = await memberOf(ctx, userId);
    await invite(ctx, { role: "owner", name }, name);
  });
  onTap(composer, "manage-demote", (ctx, { userId }) => ctx.live.show({ at: "manage-demote", userId }));
  onTap(composer, "manage-demote-sure", (ctx, { userId }) => demote(ctx, userId));

  onTap(composer, "manage-invite", (ctx) => ctx.live.show({ at: "manage-invite" }));
  onTap(composer, "manage-invite-as", (ctx, { role }) =>
    ctx.live.show(role === "master" ? { at: "manage-invite-master" } : { at: "manage-invite-name", role }),
  );
  onTap(composer, "manage-invite-master", async (ctx, { masterId }) => {
    const { body: master } = await management(ctx).master(masterId);
    await invite(ctx, { role: "master", masterId }, ctx.words.of(master.name));
  });
  onText(composer, "manage-invite-name", async (ctx, { role }, text) => {
    const name = text.replace(/\s+/g, " ");
    if (name.length > 128)
      return ctx.live.show(
        { at: "manage-invite-name", role },
        { notice: `${quoted(ctx.words, text)}\n${ctx.words.html("manage-fault-text", { max: 128 })}` },
      );
    await invite(ctx, { role, name }, name);
  });

  onTap(composer, "manage-invitations", (ctx) => ctx.live.show({ at: "manage-invitations" }));
  onTap(composer, "manage-revoke", async (ctx, { invitationId }) => {
    try {
      await management(ctx).revoke(invitationId);
    } catch (error) {
      // Accepted or taken back a moment ago: the list below shows what is left.
      if (!isProblem(error, "not-found")) throw error;
    }
    await ctx.live.show({ at: "manage-invitations" }, { notice: ctx.words.html("manage-revoked") });
  });
}

async function invite(ctx: BotContext, input: InvitationInput, name: string): Promise<void> {
  const { words } = ctx;
  try {
    await handOver(ctx, await management(ctx).invite(input), name);
    await ctx.live.show({ at: "manage-staff" });
  } catch (error) {
    if (!isProblem(error, "already-exists")) throw error;
    await ctx.live.show({ at: "manage-staff" }, { notice: words.html("manage-has-account") });
  }
}

/** Shows an invitation's link in a message that stays: booking-api tells the code this once. */
async function handOver(ctx: BotContext, invitation: NewInvitation, name: string): Promise<void> {
  const { words } = ctx;
  const { business } = await ctx.parts.catalogue();
  const link = `https://t.me/${ctx.me.username}?start=${encodeDeepLink({ kind: "invitation", code: invitation.code })}`;
  const until = words.longDay(localDateOf(invitation.expiresAt, business.timeZone), todayOf(ctx, business));
  const role = roleName(words, invitation.role);
  const text = words.html("manage-invited", { name, role, until, link });
  const share = new URL("https://t.me/share/url");
  share.searchParams.set("url", link);
  share.searchParams.set(
    "text",
    words.plain("manage-share-text", { business: words.of(business.name), role }),
  );
  const rows: Button[][] = [
    [
      { label: words.plain("manage-button-copy-link"), on: { copy: link } },
      { label: words.plain("manage-button-share"), on: { url: share.href } },
    ],
  ];
  await ctx.live.finish(words.html("manage-invited-line", { name, role }), async () => {
    await ctx.api.sendMessage(ctx.userId, text, {
      ...look,
      reply_markup: { inline_keyboard: toKeyboard(rows, 0) },
    });
  });
}

async function remove(ctx: BotContext, userId: number): Promise<void> {
  if (!(await takeRights(ctx, userId))) return;
  await showStaff(ctx, "manage-removed");
}

/**
 * Nobody's role is changed over their head: an administrator rises by an invitation that they accept, and an owner gets one as
 * an administrator. It is made first, because who demotes themselves may invite nobody afterwards.
 */
async function demote(ctx: BotContext, userId: number): Promise<void> {
  const { name } = await memberOf(ctx, userId);
  const invitation = await management(ctx).invite({ role: "admin", name });
  if (await takeRights(ctx, userId)) {
    await handOver(ctx, invitation, name);
    await showStaff(ctx);
  } else await management(ctx).revoke(invitation.id);
}

/** False when it is the last owner, who is told so. That the person has no rights any more is fine. */
async function takeRights(ctx: BotContext, userId: number): Promise<boolean> {
  try {
    await management(ctx).removeStaff(userId);
  } catch (error) {
    if (isProblem(error, "last-owner")) {
      await ctx.live.show({ at: "manage-person", userId }, { notice: ctx.words.html("manage-last-owner") });
      return false;
    }
    if (!isProblem(error, "not-found")) throw error;
  }
  await ctx.parts.roles.changed(userId);
  return true;
}

/** Who gave up their own rights has no business here any more. */
async function showStaff(ctx: BotContext, noticeKey?: string): Promise<void> {
  if (!(await isInCharge(ctx)))
    return ctx.live.show({ at: "home" }, { notice: ctx.words.html("manage-left") });
  const notice = noticeKey === undefined ? undefined : ctx.words.html(noticeKey);
  await ctx.live.show({ at: "manage-staff" }, { notice });
}

async function memberOf(ctx: BotContext, userId: number): Promise<StaffMember> {
  const found = (await management(ctx).staff()).find(({ telegramUserId }) => telegramUserId === userId);
  if (found === undefined) throw new NoLonger("manage-gone", { at: "manage-staff" });
  return found;
}

export function roleName(words: Words, role: StaffRole): string {
  return words.plain(`manage-role-${role}`);
}

export async function renderStaff(ctx: BotContext): Promise<Card> {
  const { words } = ctx;
  const api = management(ctx);
  const [members, invitations] = await Promise.all([api.staff(), api.invitations()]);
  return {
    text: [words.html("manage-staff-title"), words.html("manage-staff-text")].join("\n"),
    rows: [
      ...members
        .slice(0, 50)
        .map((member) => [
          goTo(
            words.plain("manage-person-button", { name: member.name, role: roleName(words, member.role) }),
            { at: "manage-person", userId: member.telegramUserId },
          ),
        ]),
      [{ label: words.plain("manage-button-invite"), on: { do: "manage-invite" } }],
      ...(invitations.length > 0
        ? [
            [
              goTo(words.plain("manage-button-invitations", { invitations: invitations.length }), {
                at: "manage-invitations",
              }),
            ],
          ]
        : []),
      [back(words, { at: "manage" })],
    ],
  };
}

export async function renderPerson(ctx: BotContext, userId: number): Promise<Card> {
  const { words } = ctx;
  const [member, { roles }] = await Promise.all([memberOf(ctx, userId), ctx.access()]);
  const mayDecide = roles.includes("owner") || member.role === "master";
  return {
    text: [
      words.html("manage-thing-title", { name: member.name }),
      words.html("manage-line", {
        label: words.plain("manage-label-role"),
        value: roleName(words, member.role),
      }),
      words.html(`manage-rights-${member.role}`),
      ...(mayDecide ? [] : ["", words.html("manage-only-owners-decide")]),
    ].join("\n"),
    rows: [
      ...(member.masterId === null
        ? []
        : [
            [
              goTo(words.plain("manage-button-master-card"), {
                at: "manage-master",
                masterId: member.masterId,
              }),
            ],
          ]),
      ...(mayDecide && member.role !== "master"
        ? [
            [
              {
                label: words.plain("manage-label-person-name"),
                on: { do: "manage-edit", target: { of: "staff", userId }, field: "person-name" } as const,
              },
            ],
          ]
        : []),
      ...(mayDecide && member.role === "admin"
        ? [
            [
              {
                label: words.plain("manage-button-make-owner"),
                on: { do: "manage-promote", userId } as const,
              },
            ],
          ]
        : []),
      ...(mayDecide && member.role === "owner"
        ? [
            [
              {
                label: words.plain("manage-button-make-admin"),
                on: { do: "manage-demote", userId } as const,
              },
            ],
          ]
        : []),
      ...(mayDecide
        ? [
            [
              {
                label: words.plain("manage-button-remove"),
                on: { do: "manage-remove", userId } as const,
                style: "danger" as const,
              },
            ],
          ]
        : []),
      [back(words, { at: "manage-staff" })],
    ],
  };
}

export async function renderRemove(ctx: BotContext, userId: number): Promise<Card> {
  const { words } = ctx;
  const member = await memberOf(ctx, userId);
  return {
    text: [
      words.html("manage-remove-title", { name: member.name }),
      words.html(member.role === "master" ? "manage-remove-master" : "manage-remove-staff"),
    ].join("\n"),
    rows: [
      [
        {
          label: words.plain("manage-button-remove-sure"),
          on: { do: "manage-remove-sure", userId },
          style: "danger",
        },
      ],
      [back(words, { at: "manage-person", userId }, "button-cancel")],
    ],
  };
}

export async function renderDemote(ctx: BotContext, userId: number): Promise<Card> {
  const { words } = ctx;
  const { name } = await memberOf(ctx, userId);
  return {
    text: [words.html("manage-demote-title", { name }), words.html("manage-demote-text")].join("\n"),
    rows: [
      [
        {
          label: words.plain("manage-button-demote-sure"),
          on: { do: "manage-demote-sure", userId },
          style: "danger",
        },
      ],
      [back(words, { at: "manage-person", userId }, "button-cancel")],
    ],
  };
}

export async function renderInvite(ctx: BotContext): Promise<Card> {
  const { words } = ctx;
  const { roles } = await ctx.access();
  const as = (role: StaffRole): Button[] => [
    { label: words.plain(`manage-button-as-${role}`), on: { do: "manage-invite-as", role } },
  ];
  return {
    text: words.html(roles.includes("owner") ? "manage-invite-text" : "manage-invite-masters-text"),
    rows: [
      as("master"),
      ...(roles.includes("owner") ? [as("admin"), as("owner")] : []),
      [back(words, { at: "manage-staff" })],
    ],
  };
}

export async function renderInviteMaster(ctx: BotContext): Promise<Card> {
  const { words } = ctx;
  const free = (await management(ctx).masters()).filter(({ telegramUserId }) => telegramUserId === null);
  return {
    text: words.html(free.length > 0 ? "manage-invite-which" : "manage-invite-none"),
    rows: [
      ...free.slice(0, 50).map((master) => [
        {
          label: words.of(master.name),
          on: { do: "manage-invite-master", masterId: master.id } as const,
        },
      ]),
      [{ label: words.plain("manage-button-new-master"), on: { do: "manage-new-master" } }],
      [back(words, { at: "manage-invite" })],
    ],
  };
}

export function renderInviteName({ words }: BotContext, role: "owner" | "admin"): Card {
  return {
    text: words.html("manage-invite-name", { role: roleName(words, role) }),
    rows: [[back(words, { at: "manage-invite" }), back(words, { at: "manage-staff" }, "button-cancel")]],
  };
}

export async function renderInvitations(ctx: BotContext): Promise<Card> {
  const { words } = ctx;
  const api = management(ctx);
  const [open, masters, { business }] = await Promise.all([
    api.invitations(),
    api.masters(),
    ctx.parts.catalogue(),
  ]);
  const shown = open.slice(0, 30).map((invitation) => ({
    ...invitation,
    name: invitation.name ?? words.of(masters.find(({ id }) => id === invitation.masterId)?.name ?? null),
  }));
  return {
    text: [
      words.html("manage-invitations-title"),
      ...(shown.length > 0 ? [] : [words.html("manage-invitations-none")]),
      ...shown.map(({ name, role, expiresAt }) =>
        words.html("manage-invitation-line", {
          name,
          role: roleName(words, role),
          until: words.longDay(localDateOf(expiresAt, business.timeZone), todayOf(ctx, business)),
        }),
      ),
    ].join("\n"),
    rows: [
      ...shown.map(({ id, name }) => [
        {
          label: words.plain("manage-button-revoke", { name }),
          on: { do: "manage-revoke", invitationId: id } as const,
        },
      ]),
      [back(words, { at: "manage-staff" })],
    ],
  };
}
