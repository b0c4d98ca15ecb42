import { AppError } from "@/lib/errors.ts";

/** Where somebody wanted to listen. */
interface Place {
  readonly hostname: string;
  readonly port: number;
}

/** Returns what to tell of an error of listening: a refusal where it is known what to do, or itself. */
export function refuseListening(error: unknown, { hostname, port }: Place): unknown {
  if (error instanceof Deno.errors.AddrInUse) {
    return refuse(
      `Cannot listen as port ${port} must be free: current state is taken`,
      "Stop what listens there, or take another by PORT or --port",
    );
  }
  if (error instanceof Deno.errors.AddrNotAvailable) {
    return refuse(
      `Cannot listen as HOST must be an address of this machine: current value is "${hostname}"`,
      "Set HOST to one of its addresses, or to 0.0.0.0 for all of them",
    );
  }
  if (error instanceof Deno.errors.PermissionDenied) {
    return refuse(
      `Cannot listen as this user must be allowed to at port ${port}: current state is not allowed`,
      "Take a port from 1024 on by PORT or --port, and let a proxy lead to it",
    );
  }
  return error;
}

function refuse(message: string, remedy: string): AppError {
  const problem = { severity: "error", code: "BAD_USAGE", message, place: {}, remedy } as const;
  return new AppError("BAD_USAGE", message, { problems: [problem] });
}
