/** The computing child as it is, under a name by which a test tells its own from those of others. */
import "@/lib/stats/child.ts";
