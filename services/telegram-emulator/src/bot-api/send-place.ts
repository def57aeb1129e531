import { method } from "./method";
import { send } from "./send";

export const sendLocation = method("SendLocation", (api, params) => {
  const { latitude, longitude, horizontal_accuracy } = params;
  return send(api, params, {
    location: { latitude, longitude, ...(horizontal_accuracy === undefined ? {} : { horizontal_accuracy }) },
  });
});

export const sendVenue = method("SendVenue", (api, params) => {
  const { latitude, longitude, title, address } = params;
  const location = { latitude, longitude };
  const { foursquare_id, foursquare_type, google_place_id, google_place_type } = params;
  return send(api, params, {
    location,
    venue: {
      location,
      title,
      address,
      ...(foursquare_id === undefined ? {} : { foursquare_id }),
      ...(foursquare_type === undefined ? {} : { foursquare_type }),
      ...(google_place_id === undefined ? {} : { google_place_id }),
      ...(google_place_type === undefined ? {} : { google_place_type }),
    },
  });
});

export const sendContact = method("SendContact", (api, params) => {
  const { phone_number, first_name, last_name, vcard } = params;
  return send(api, params, {
    contact: {
      phone_number,
      first_name,
      ...(last_name === undefined ? {} : { last_name }),
      ...(vcard === undefined ? {} : { vcard }),
    },
  });
});
