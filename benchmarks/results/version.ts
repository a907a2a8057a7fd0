/** Version of the result directory that this code writes. `translations.ts` says how to read the earlier ones. */
export const resultVersion = 2;
