/**
 * Routes whose parts do not fit together, which must not compile.
 *
 * @module
 */
import { createDefine, page } from "@/lib/web/define.ts";

const define = createDefine<{ readonly user: string }>();

/** Hands its page a number, or answers by itself. */
export const handler = define.handlers({
  GET: ({ state }) => state.user === "" ? new Response() : page({ count: 1 }),
  POST: ({ redirect }) => redirect("/"),
});

/** The page is given what the handler hands it. */
export const fits = define.page<typeof handler>(({ data }) => <p>{data.count.toFixed(1)}</p>);

// @ts-expect-error -- the handler hands it no text
export const wrongName = define.page<typeof handler>(({ data }) => <p>{data.text}</p>);

// @ts-expect-error -- a count is no text
export const wrongType = define.page<typeof handler>(({ data }) => <p>{data.count.length}</p>);

// @ts-expect-error -- the state has no such thing
export const wrongState = define.page(({ state }) => <p>{state.session}</p>);

// @ts-expect-error -- requests have no such method
export const wrongMethod = define.handlers({ FETCH: () => new Response() });

// @ts-expect-error -- a handler answers or hands on
export const noAnswer = define.handlers({ GET: () => "text" });

// @ts-expect-error -- middleware answers
export const noResponse = define.middleware(() => {});
