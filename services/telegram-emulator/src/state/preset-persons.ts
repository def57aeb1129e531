import { type Profile } from "./account";

/**
 * Who is there from the start. Names and numbers are invented. Who works in the shop has pressed Start long ago, so that
 * the bot can tell them of the first booking.
 */
export const presetPersons: readonly Profile[] = [
  {
    id: 1001,
    firstName: "Вера",
    lastName: "Лугова",
    username: "vera_lugova",
    languageCode: "ru",
    phoneNumber: "+37120001001",
    role: "client",
  },
  {
    id: 1002,
    firstName: "Theo",
    lastName: "Marsh",
    username: "theo_marsh",
    languageCode: "en",
    phoneNumber: "+37120001002",
    role: "client",
  },
  {
    id: 2001,
    firstName: "Глеб",
    lastName: "Орешин",
    username: "gleb_oreshin",
    languageCode: "ru",
    phoneNumber: "+37120002001",
    role: "master",
    started: true,
  },
  {
    id: 3001,
    firstName: "Инга",
    lastName: "Савельева",
    username: "inga_savelyeva",
    languageCode: "ru",
    phoneNumber: "+37120003001",
    role: "owner",
    started: true,
  },
];
