/**
 * While the site is worked on: loads the page again when the server is another one.
 *
 * @module
 */
let known: string | null = null;

new EventSource("/_reload").onmessage = ({ data }) => {
  if (known !== null && known !== data) location.reload();
  known = data;
};
