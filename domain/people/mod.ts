export { person, person_channel } from "./person.ts";
export { people } from "./people.ts";
export { mark_channel_verified, person_channels, type PersonChannel } from "./channels.ts";
export { type ChannelType, find_person_by_address, primary_address } from "./lookup.ts";
export { normalise_address, type NormalisedAddress } from "./address.ts";
