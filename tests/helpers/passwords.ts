/**
 * The password of people in tests.
 *
 * @module
 */

/** A password that all accounts of tests may have. */
export const PASSWORD = "correct horse battery";
