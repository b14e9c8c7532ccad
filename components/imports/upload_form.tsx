import type { ComponentChildren } from "preact";
import { Button } from "../button.tsx";
import { FileField } from "../form/other_fields.tsx";
import { TextField } from "../form/text_field.tsx";
import { Card } from "../panel.tsx";
import { t } from "../text.ts";

/** The browser's own file input takes a dropped file, with or without a script. `children` are the form's hidden fields. */
export function UploadForm({ max_mb, system, problems, children }: {
  max_mb: number;
  system: string;
  problems: { file: string | undefined; external_system: string | undefined };
  children: ComponentChildren;
}) {
  return (
    <Card title={t("Import a file")}>
      <form
        method="post"
        enctype="multipart/form-data"
        class="grid gap-4 lg:grid-cols-[minmax(0,1fr)_260px_auto] lg:items-start"
      >
        {children}
        <FileField
          name="file"
          label={t("File of customers")}
          accept=".csv,.tsv,.txt,text/csv,text/tab-separated-values"
          required
          error={problems.file}
          hint={t(
            "Choose it or drop it here. CSV with a header line; comma, semicolon, tab or pipe; up to {mb} MB and 1,000,000 rows.",
            { mb: max_mb },
          )}
        />
        <TextField
          name="external_system"
          label={t("Billing system")}
          value={system}
          autocomplete="off"
          maxLength={60}
          placeholder={t("as last time")}
          error={problems.external_system}
          hint={t("Such as splynx. With the customer id it tells customers apart.")}
        />
        <span class="lg:pt-[26px]">
          <Button variant="primary" icon="upload">{t("Upload")}</Button>
        </span>
      </form>
      <p class="text-xs text-ink-3 mt-3">
        {t(
          "Nothing is written yet: next you choose the columns, then see what would change. Files are kept for 30 days.",
        )}
      </p>
    </Card>
  );
}
