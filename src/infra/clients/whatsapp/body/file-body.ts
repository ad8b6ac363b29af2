import type { FileToSend, PlaceToSend } from '../outgoing-content.js';

/** A file as it stands under the name of its type, alone or in a header. */
export const fileBody = ({ id, link, caption, filename }: FileToSend): object => ({ id, link, caption, filename });

/** A place as it stands under `location`, alone or in a header. */
export const placeBody = ({ type: _type, ...place }: PlaceToSend): object => place;
