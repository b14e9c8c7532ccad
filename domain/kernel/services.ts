/** What a transaction can reach besides the database. Built once at start, given to every Tx. */
import type { Storage } from "./files/storage.ts";
import type { Config } from "~/config.ts";

export interface Services {
  config: Config;
  files: Storage;
}
