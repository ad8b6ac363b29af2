/** Any JSON value, bounded in depth and size by whoever parsed it. */
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
