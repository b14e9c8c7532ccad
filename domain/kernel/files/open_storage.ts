import { disk_storage } from "~/domain/kernel/files/disk.ts";
import type { FilesLocation } from "~/domain/kernel/files/location.ts";
import { s3_storage } from "~/domain/kernel/files/s3.ts";
import type { Storage } from "~/domain/kernel/files/storage.ts";

/** The storage that FILES_URL names. Opens nothing yet: a folder is made with the first file, a bucket has to exist. */
export function open_storage(location: FilesLocation): Storage {
  return location.kind === "disk" ? disk_storage(location.folder) : s3_storage(location);
}
