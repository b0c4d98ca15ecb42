import { asset, Head } from "@daybook/web/runtime";
import LocalTimes from "@/islands/LocalTimes.tsx";
import { define } from "./(_shared)/define.ts";

/** The document around every page. */
export default define.layout(({ Component }) => (
  <html lang="en">
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="color-scheme" content="light dark" />
      <meta name="referrer" content="same-origin" />
      <link rel="icon" type="image/svg+xml" href={asset("/favicon.svg")} />
      <link rel="stylesheet" href={asset("/base.css")} />
    </head>
    <body>
      <Head>
        <title>Daybook</title>
      </Head>
      <Component />
      <LocalTimes />
    </body>
  </html>
));
