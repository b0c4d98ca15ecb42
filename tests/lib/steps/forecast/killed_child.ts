/** The computing child as it is, under a name by which one test finds its own to kill. */
import "@/lib/stats/child.ts";
