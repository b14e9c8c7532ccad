import { field_id } from "../form/field.tsx";
import { Icon } from "../icon.tsx";
import { t } from "../text.ts";

/** The id that a list of errors links to. */
export const camera_id = field_id("files");
export const gallery_id = "photo-gallery";

/** Two plain file inputs, one that opens the camera and one that opens what is stored. Both send `files`; large enough for a gloved thumb. */
export function PhotoFields({ limits, error }: { limits: string; error?: string | undefined }) {
  const described = { "aria-describedby": error ? "photo-error photo-limits" : "photo-limits" };
  const field = (id: string, label: string, icon: "camera" | "image", capture: boolean) => (
    <div class="grid gap-1.5">
      <label for={id} class="inline-flex items-center gap-2 text-sm font-semibold">
        <Icon name={icon} />
        {label}
      </label>
      <input
        type="file"
        id={id}
        name="files"
        multiple
        accept={capture ? "image/*" : "image/*,application/pdf"}
        {...(capture ? { capture: "environment" as const } : {})}
        {...described}
        class="input h-12 py-2.5"
      />
    </div>
  );
  return (
    <div class="grid gap-3">
      {field(camera_id, t("Take photos"), "camera", true)}
      {field(gallery_id, t("Choose photos or files"), "image", false)}
      {error && (
        <p id="photo-error" class="flex gap-1.5 text-xs font-semibold text-bad">
          <Icon name="circle-alert" />
          {error}
        </p>
      )}
      <p id="photo-limits" class="text-xs text-ink-3">{limits}</p>
    </div>
  );
}
