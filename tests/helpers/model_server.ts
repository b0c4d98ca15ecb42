/** A server on loopback that answers as models do, well or badly, and keeps what it was asked. */

/** What the server got. */
export interface Asked {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  // deno-lint-ignore no-explicit-any -- tests look into it as they like
  readonly body: any;
}

/** A server that answers each request by the next of the answers, the last again and again. */
export function startModelServer(
  ...answers: readonly ((request: Request) => Response | Promise<Response>)[]
) {
  const asked: Asked[] = [];
  const ended = new AbortController();
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, signal: ended.signal, onListen: () => {} },
    async (request) => {
      const body = request.method === "POST" ? await request.json() : null;
      asked.push({
        path: new URL(request.url).pathname,
        headers: Object.fromEntries(request.headers),
        body,
      });
      return await answers[Math.min(asked.length, answers.length) - 1](request);
    },
  );
  return {
    url: `http://127.0.0.1:${server.addr.port}`,
    asked,
    [Symbol.asyncDispose]: async () => {
      ended.abort();
      await server.finished;
    },
  };
}

/** Answers as OpenAI does. */
export function openaiAnswer(
  content: string,
  usage: [number, number] | null = [100, 20],
): () => Response {
  return () =>
    Response.json({
      choices: [{ message: { role: "assistant", content }, finish_reason: "stop" }],
      ...(usage === null
        ? {}
        : { usage: { prompt_tokens: usage[0], completion_tokens: usage[1] } }),
    });
}

/** Answers as Gemini does. */
export function geminiAnswer(
  ...parts: readonly { text: string; thought?: boolean }[]
): () => Response {
  return () =>
    Response.json({
      candidates: [{ content: { role: "model", parts }, finishReason: "STOP" }],
      usageMetadata: { promptTokenCount: 100, candidatesTokenCount: 20, thoughtsTokenCount: 5 },
    });
}

/** Answers once the other side has gone. */
export function neverAnswer(request: Request): Promise<Response> {
  return new Promise((resolve) => {
    request.signal.addEventListener("abort", () => resolve(new Response()));
  });
}
