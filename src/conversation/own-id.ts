/** The form of our own ids, as the source of a regular expression in small letters; for Postgres too. */
export const OWN_ID_FORM = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';
