import { useEffect } from "preact/hooks";

/** Props reach the browser as plain data. */
export interface StillComputingProps {
  /** The page, with what its address sets. */
  readonly address: string;
  /** Where it is told whether figures are still being computed. */
  readonly api: string;
}

/** A page asks so often; hundreds that wait stay within what their link allows for parts. */
const ASK_MILLISECONDS = 3000;

/** Says that figures are still being computed, and shows the page anew once they are there. */
export default function StillComputing({ address, api }: StillComputingProps) {
  useEffect(() => {
    let timer = setTimeout(ask, ASK_MILLISECONDS);
    async function ask() {
      if (await isComputed(api)) return location.reload();
      timer = setTimeout(ask, ASK_MILLISECONDS);
    }
    return () => clearTimeout(timer);
  }, [api]);

  return (
    <div class="notice plain" role="status">
      Some figures are still being computed. <a href={address}>Look again</a>
    </div>
  );
}

/** What cannot be told now is asked again. */
async function isComputed(api: string): Promise<boolean> {
  try {
    const response = await fetch(api, { headers: { Accept: "application/json" } });
    return response.ok && (await response.json()).computing === false;
  } catch {
    return false;
  }
}
