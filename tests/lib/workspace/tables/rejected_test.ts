import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { keepRejectedRows } from "@/lib/notebook/run/rejections.ts";
import { createTables } from "@/lib/workspace/tables/tables.ts";
import { databaseTest } from "@/tests/helpers/database.ts";
import { drawer, textOf } from "./asked.ts";
import { keyOf } from "./results.ts";

databaseTest(
  "createTables() hands out what was rejected, in the order of lines",
  async (database) => {
    await database.transaction((session) =>
      keepRejectedRows(
        session,
        keyOf("load"),
        "select * from (values (12, 'price', '=1+1', 'no number'), (3, null, 'a,b', 'too short')) v",
      )
    );
    const tables = createTables({ database, drawer });
    assertEquals(
      await textOf(tables.rejected({ key: keyOf("load") })),
      'line,column,value,reason\r\n3,,"a,b",too short\r\n12,price,\'=1+1,no number\r\n',
    );
  },
);
