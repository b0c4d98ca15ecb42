/** A module that a child imports late. */
export const LATE = "imported late";
