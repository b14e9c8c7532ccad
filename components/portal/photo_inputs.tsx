/** Photos from the camera or from the phone's own pictures. Two controls: `capture` would otherwise take the choice of an old picture away. */
import FileLimits from "~/islands/FileLimits.tsx";
import FilePreview from "~/islands/FilePreview.tsx";
import { FileField } from "../form/other_fields.tsx";
import { field_id } from "../form/field.tsx";
import { t } from "../text.ts";

export function PhotoInputs(
  { limits, most, max_mb, error, prefix }: {
    limits: string;
    most: number;
    max_mb: number;
    error?: string | undefined;
    /** Tells apart the controls of two forms on one page. */
    prefix?: string;
  },
) {
  const of_form = prefix ? `${prefix}-` : "";
  const [chosen, camera] = [field_id(`${of_form}files`), `f-${of_form}camera`];
  return (
    <div class="grid gap-3">
      <div>
        <FileField name="files" id={chosen} label={t("Photos or files")} hint={limits} error={error} multiple />
        <FilePreview input={chosen} />
        <FileLimits input={chosen} most={most} max_mb={max_mb} />
      </div>
      <div class="md:hidden">
        <FileField name="files" id={camera} label={t("Take a photo now")} accept="image/*" capture="environment" />
        <FilePreview input={camera} />
        <FileLimits input={camera} most={most} max_mb={max_mb} />
      </div>
    </div>
  );
}
