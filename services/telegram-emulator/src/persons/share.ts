import { type Account } from "../state/account";
import { type Content, type Happened, type Persons, sendToBot } from "./inbox";

export interface ForeignContact {
  phoneNumber: string;
  firstName: string;
  lastName?: string;
  userId?: number;
}

/** Shares the own contact, which carries the sender's user id, or somebody else's, which need not. */
export function shareContact(persons: Persons, account: Account, foreign?: ForeignContact): Happened {
  const { id, firstName, lastName, phoneNumber } = account.profile;
  const contact = foreign ?? {
    phoneNumber,
    firstName,
    userId: id,
    ...(lastName === undefined ? {} : { lastName }),
  };
  return sendToBot(persons, account, {
    contact: {
      // Telegram's own contacts come without the plus.
      phone_number: foreign === undefined ? contact.phoneNumber.replace(/^\+/, "") : contact.phoneNumber,
      first_name: contact.firstName,
      ...(contact.lastName === undefined ? {} : { last_name: contact.lastName }),
      ...(contact.userId === undefined ? {} : { user_id: contact.userId }),
    },
  });
}

export interface Attachment {
  kind: "sticker" | "voice" | "photo" | "location";
  caption?: string;
  emoji?: string;
  latitude?: number;
  longitude?: number;
}

/** Things a booking bot has no use for, and must answer to nevertheless. */
export function sendAttachment(persons: Persons, account: Account, attachment: Attachment): Happened {
  return sendToBot(persons, account, contentOf(persons, attachment));
}

/** Where the demo's persons are when they share their place: Riga, the market. */
const somewhere = { latitude: 56.9441, longitude: 24.1158 };

function contentOf({ world }: Persons, attachment: Attachment): Content {
  const id = `okoshko-${attachment.kind}-${world.next("file")}`;
  const file = { file_id: id, file_unique_id: `unique-${id}` };
  switch (attachment.kind) {
    case "sticker":
      return {
        sticker: {
          ...file,
          type: "regular",
          width: 512,
          height: 512,
          is_animated: false,
          is_video: false,
          emoji: attachment.emoji ?? "👍",
        },
      };
    case "voice":
      return { voice: { ...file, duration: 3, mime_type: "audio/ogg", file_size: 9000 } };
    case "photo":
      return {
        photo: [
          { ...file, width: 320, height: 240, file_size: 20_000 },
          {
            file_id: `${id}-large`,
            file_unique_id: `unique-${id}-large`,
            width: 1280,
            height: 960,
            file_size: 200_000,
          },
        ],
        ...(attachment.caption === undefined ? {} : { caption: attachment.caption }),
      };
    case "location":
      return {
        location: {
          latitude: attachment.latitude ?? somewhere.latitude,
          longitude: attachment.longitude ?? somewhere.longitude,
        },
      };
  }
}
