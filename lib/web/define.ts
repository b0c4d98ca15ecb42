/**
 * What a route is made of: the names of Fresh 2, so that moving to it changes an import.
 *
 * @module
 */
import type { AnyComponent, ComponentChildren, ComponentType, VNode } from "preact";
import type { AnswerLimit } from "./answer_limit.ts";

/** What handlers and middleware know of a request. */
export interface Context<State> {
  readonly req: Request;
  readonly url: URL;
  /** The parts of the path that the route's file names in brackets. */
  readonly params: Readonly<Record<string, string>>;
  /** What middleware learnt, for what comes after it. */
  readonly state: State;
  /** The file of the route; `null` where no route has this path. */
  readonly route: string | null;
  /** What the route's file says of itself; nothing where no route has this path. */
  readonly routeConfig: RouteConfig;
  /** What was thrown, on error pages; `null` elsewhere. */
  readonly error: unknown;
  /** Who asks. */
  readonly info: RequestInfo;
  /** Goes on to the next middleware, at last to the route. Errors come back as error pages. */
  next(): Promise<Response>;
  /** Sends the browser elsewhere; 302 unless told otherwise. */
  redirect(path: string, status?: 301 | 302 | 303 | 307 | 308): Response;
  /** Draws a page inside the layouts of this route. */
  render(vnode: VNode, init?: PageOptions): Response;
}

/** Where a request comes from. */
export interface RequestInfo {
  /** The address at the other end of the connection. */
  readonly remoteAddress: string;
  /** How long the answer may take to begin; left out where nobody minds. */
  readonly limit?: AnswerLimit;
}

/** What pages and layouts are given. */
export interface PageProps<Data = unknown, State = unknown> {
  readonly data: Data;
  readonly req: Request;
  readonly url: URL;
  readonly params: Readonly<Record<string, string>>;
  readonly state: State;
  readonly route: string | null;
  readonly error: unknown;
  /** In layouts: what goes inside. */
  readonly Component: ComponentType;
}

/** How a page is answered, beside its content. */
export interface PageOptions {
  readonly status?: number;
  readonly headers?: HeadersInit;
}

/** What a handler hands to the page of its route. */
export interface PageResponse<Data> extends PageOptions {
  readonly data: Data;
}

/** Lets the route's page be drawn with this. */
export function page(): PageResponse<undefined>;
export function page<Data>(data: Data, options?: PageOptions): PageResponse<Data>;
export function page(data?: unknown, options: PageOptions = {}): PageResponse<unknown> {
  return { data, ...options };
}

/** An error that is a status and nothing else. */
export class HttpError extends Error {
  readonly status: number;
  /** The methods that the address takes, where the status is 405 and the thrower knows. */
  readonly allowed: readonly string[] | null;

  constructor(
    status: number,
    message = `Status ${status}`,
    { allowed = null }: { readonly allowed?: readonly string[] | null } = {},
  ) {
    super(message);
    this.name = "HttpError";
    this.status = status;
    this.allowed = allowed;
  }
}

/** The methods of requests that a route can handle. */
export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE" | "HEAD" | "OPTIONS";

type Answer = Response | PageResponse<unknown>;

/** Answers a request, or hands its page what it shows. */
export type HandlerFn<State> = (ctx: Context<State>) => Answer | Promise<Answer>;

/** Answers requests of any method, or of those named. */
export type RouteHandler<State> =
  | HandlerFn<State>
  | { readonly [name in Method]?: HandlerFn<State> };

/** Does something around the routes of its folder. */
export type Middleware<State> = (ctx: Context<State>) => Response | Promise<Response>;

/** What a route's file can say of itself. */
export interface RouteConfig {
  /** Leaves out `_app`. */
  readonly skipAppWrapper?: boolean;
  /** Leaves out the layouts of its folders. */
  readonly skipInheritedLayouts?: boolean;
  /** Who may use it, for middleware to read. */
  readonly access?: unknown;
}

/** What a file of `routes/` exports. */
export interface RouteModule {
  readonly default?: unknown;
  readonly handler?: unknown;
  readonly handlers?: unknown;
  readonly config?: RouteConfig;
}

type Answered<Handler> = Handler extends (ctx: never) => infer Result ? Awaited<Result>
  : Handler extends object ? { [name in keyof Handler]: Answered<Handler[name]> }[keyof Handler]
  : never;

/** What the handlers of a route hand to its page. */
export type DataOf<Handler> = Extract<Answered<Handler>, PageResponse<unknown>> extends
  PageResponse<infer Data> ? Data : never;

/** Gives types to the parts of a route; each function returns what it is given. */
export interface Define<State> {
  handlers<Handler extends RouteHandler<State>>(handlers: Handler): Handler;
  /** `Handler` is `typeof handler` where the route has one. */
  page<Handler = never>(
    render: (props: PageProps<DataOf<Handler>, State>) => ComponentChildren,
  ): AnyComponent<PageProps<DataOf<Handler>, State>>;
  layout(
    render: (props: PageProps<unknown, State>) => ComponentChildren,
  ): AnyComponent<PageProps<unknown, State>>;
  middleware<Given extends Middleware<State> | readonly Middleware<State>[]>(
    middleware: Given,
  ): Given;
}

/** Returns what gives types to routes whose middleware keeps such a state. */
export function createDefine<State>(): Define<State> {
  return {
    handlers: (handlers) => handlers,
    page: (render) => render,
    layout: (render) => render,
    middleware: (middleware) => middleware,
  };
}
