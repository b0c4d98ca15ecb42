/**
 * Answers requests with the files of `routes/`: middleware from the outside in, then the route's
 * handler, then its page inside the layouts and `_app`.
 *
 * Whatever throws is answered by the nearest `_404` or `_500` above the route, and middleware sees
 * that answer like any other.
 *
 * @module
 */
import { type ComponentType, h } from "preact";
import { Hono } from "hono";
import { compress } from "hono/compress";
import {
  type Context,
  HttpError,
  type Method,
  type Middleware,
  type PageOptions,
  type PageProps,
  type PageResponse,
  type RequestInfo,
  type RouteHandler,
  type RouteModule,
} from "./define.ts";
import { drawPage, type Scripts } from "./render.ts";
import { folderOfPath, foldersOf, patternOf, routeTable } from "./routes.ts";

/** What an application is made of. */
export interface AppOptions<State> {
  /** The modules of `routes/` by file, from the project's root. */
  readonly modules: Readonly<Record<string, RouteModule>>;
  readonly scripts: Scripts;
  /** Answers what is a file, not a page. */
  readonly files?: (request: Request) => Response | null;
  /** Makes the state of a request, which middleware adds to. */
  readonly state: (request: Request) => State;
  /** The status of an error that is no `HttpError`; 500 where this is left out. */
  readonly statusOf?: (error: unknown) => number;
  /** Hears of what was thrown, and of islands that could not be drawn. */
  readonly onError: (error: unknown, ctx: Context<State>) => void;
  /** Hears of each answer that is no file, when it begins. */
  readonly onAnswer?: (answer: Answered, ctx: Context<State>) => void;
}

/** How a request was answered. */
export interface Answered {
  /** The path as its route has it, `/notebooks/:notebook`; `null` where nothing is there. */
  readonly pattern: string | null;
  readonly status: number;
  readonly milliseconds: number;
}

/** Answers requests. */
export interface App {
  fetch(request: Request, info: RequestInfo): Promise<Response>;
}

/** Makes an application of the files of `routes/`. */
export function createApp<State>(options: AppOptions<State>): App {
  const files = Object.keys(options.modules);
  const hono = new Hono<{ Bindings: Sent }>({ strict: false });
  hono.use(compress(), async (c, next) => options.files?.(c.req.raw) ?? await next());
  for (const { file, pattern } of routeTable(files)) {
    hono.all(pattern, (c) => {
      const asked = { request: c.env.sent, params: c.req.param(), info: c.env.info };
      return new Answering(options, file, asked).answer();
    });
  }
  hono.notFound((c) => {
    const folder = folderOfPath(files, c.req.path);
    const asked = { request: c.env.sent, params: {}, info: c.env.info };
    return new Answering(options, `${folder}/_404.tsx`, asked).answer();
  });
  return { fetch: async (sent, info) => await hono.fetch(routed(sent), { sent, info }) };
}

/** A request as it came. */
interface Sent {
  readonly sent: Request;
  readonly info: RequestInfo;
}

/** Hono finds routes by properties of an object: a method may be called like what every object has. */
function routed(sent: Request): Request {
  return sent.method in {} ? new Request(sent.url, { method: "OPTIONS" }) : sent;
}

interface Asked {
  readonly request: Request;
  readonly params: Readonly<Record<string, string>>;
  readonly info: RequestInfo;
}

/** One request on its way through the files around a route. */
class Answering<State> {
  readonly #options: AppOptions<State>;
  readonly #file: string;
  readonly #ctx: Context<State>;

  constructor(options: AppOptions<State>, file: string, { request, params, info }: Asked) {
    this.#options = options;
    this.#file = file;
    const route = file in options.modules && !file.includes("/_") ? file : null;
    this.#ctx = {
      req: request,
      url: new URL(request.url),
      params,
      info,
      state: options.state(request),
      route,
      routeConfig: route === null ? {} : options.modules[route].config ?? {},
      error: null,
      next: () => Promise.reject(new Error("Nothing comes after a route's handler")),
      redirect: (path, status = 302) => new Response(null, { status, headers: { Location: path } }),
      render: (element, init) => this.#draw(file, () => element, { ...init, data: undefined }),
    };
  }

  async answer(): Promise<Response> {
    const start = performance.now();
    const response = await this.#answer();
    const { route } = this.#ctx;
    this.#options.onAnswer?.({
      pattern: route === null ? null : patternOf(route),
      status: response.status,
      milliseconds: performance.now() - start,
    }, this.#ctx);
    return response;
  }

  async #answer(): Promise<Response> {
    const chain = this.#middleware();
    const step = async (index: number): Promise<Response> => {
      const next = () => step(index + 1);
      try {
        if (index === chain.length) return await this.#route();
        return await chain[index]({ ...this.#ctx, next });
      } catch (error) {
        return await this.#fail(error);
      }
    };
    return await step(0);
  }

  #find(folder: string, name: string): { file: string; module: RouteModule } | null {
    const file = [`${folder}/${name}.tsx`, `${folder}/${name}.ts`]
      .find((file) => file in this.#options.modules);
    return file === undefined ? null : { file, module: this.#options.modules[file] };
  }

  #middleware(): readonly Middleware<State>[] {
    return foldersOf(this.#file).flatMap((folder) => {
      const module = this.#find(folder, "_middleware")?.module;
      const given = module?.handler ?? module?.handlers ?? module?.default ?? [];
      return [given as Middleware<State> | readonly Middleware<State>[]].flat(); // as `define` checked
    });
  }

  async #route(): Promise<Response> {
    if (this.#ctx.route === null) throw new HttpError(404);
    const module = this.#options.modules[this.#file];
    return await this.#run(this.#file, module, { error: null, status: 200 });
  }

  async #tell(error: unknown): Promise<Response> {
    this.#options.onError(error, this.#ctx);
    const { statusOf = () => 500 } = this.#options;
    const status = error instanceof HttpError ? error.status : statusOf(error);
    const names = status === 404 ? ["_404", "_500"] : ["_500"];
    for (const folder of foldersOf(this.#file).toReversed()) {
      const found = names.map((name) => this.#find(folder, name)).find((one) => one !== null);
      if (!found) continue;
      try {
        return await this.#run(found.file, found.module, { error, status });
      } catch (thrown) {
        this.#options.onError(thrown, this.#ctx);
        break;
      }
    }
    const text = status === 404 ? "Not found" : "Internal server error";
    return new Response(text, { status });
  }

  /** Lets the nearest error page answer; one that refuses a method says which are taken. */
  async #fail(error: unknown): Promise<Response> {
    const answer = await this.#tell(error);
    if (answer.status === 405) {
      const told = error instanceof HttpError ? error.allowed : null;
      answer.headers.set("Allow", (told ?? this.#methods()).join(", "));
    }
    return answer;
  }

  /** The methods that this route answers; none where nothing is there. */
  #methods(): readonly string[] {
    const { default: page, handler, handlers = handler } = this.#options.modules[this.#file] ?? {};
    const own = typeof handlers === "object" && handlers !== null ? Object.keys(handlers) : [];
    const reads = page !== undefined || own.includes("GET") ? ["GET", "HEAD"] : [];
    return [...new Set([...reads, ...own, "OPTIONS"])];
  }

  async #run(
    file: string,
    module: RouteModule,
    { error, status }: { readonly error: unknown; readonly status: number },
  ): Promise<Response> {
    const render: Context<State>["render"] = (element, init) =>
      this.#draw(file, () => element, { status, ...init, data: undefined, error });
    const answer = await this.#handle(module, { ...this.#ctx, error, render });
    if (answer instanceof Response) return answer;
    if (module.default === undefined) throw new HttpError(405);
    const page = module.default as ComponentType<PageProps>; // as `define.page` checked
    return this.#draw(file, page, { status, error, data: undefined, ...answer });
  }

  /** Lets the module handle the request's method; `null` where its page needs nothing. */
  async #handle(
    { default: page, handler, handlers = handler }: RouteModule,
    ctx: Context<State>,
  ): Promise<Response | PageResponse<unknown> | null> {
    const given = handlers as RouteHandler<State> | undefined; // as `define.handlers` checked
    if (typeof given === "function") return await given(ctx);
    const method = ctx.req.method as Method; // one that is none is not found below
    const reads = method === "GET" || method === "HEAD";
    // A method may be called like what every object has.
    const own = given !== undefined && Object.hasOwn(given, method) ? given[method] : undefined;
    const found = own ?? (method === "HEAD" ? given?.GET : undefined);
    if (found !== undefined) return await found(ctx);
    if (ctx.error === null && method === "OPTIONS") {
      return new Response(null, { status: 204, headers: { Allow: this.#methods().join(", ") } });
    }
    // An error page is shown whatever the method was.
    if (ctx.error === null && !(reads && page !== undefined)) throw new HttpError(405);
    return null;
  }

  /** Draws a page inside the layouts of its folders and `_app`. */
  #draw(
    file: string,
    page: ComponentType<PageProps>,
    { data, error = null, ...init }: PageOptions & { readonly data: unknown; error?: unknown },
  ): Response {
    const { req, url, params, state, route } = this.#ctx;
    const given = { req, url, params, state, route, error, data };
    const element = this.#wrappersOf(file).reduceRight(
      (inside: ComponentType, around) => () => h(around, { ...given, Component: inside }),
      () => h(page, { ...given, Component: () => null }),
    );
    const { response, failures } = drawPage(h(element, {}), this.#options.scripts, init);
    for (const failure of failures) this.#options.onError(failure.error, this.#ctx);
    return response;
  }

  #wrappersOf(file: string): readonly ComponentType<PageProps>[] {
    const { skipAppWrapper, skipInheritedLayouts } = this.#options.modules[file]?.config ?? {};
    const app = skipAppWrapper ? [] : [this.#find("routes", "_app")];
    const layouts = skipInheritedLayouts
      ? []
      : foldersOf(file).map((folder) => this.#find(folder, "_layout"));
    return [...app, ...layouts].flatMap((found) =>
      found === null ? [] : [found.module.default as ComponentType<PageProps>] // as `define` checked
    );
  }
}
