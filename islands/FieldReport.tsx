import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { icon_circle_alert, icon_cloud_off, icon_file, icon_loader_circle, icon_x } from "../components/icon_paths.ts";
import { SvgIcon } from "../components/svg_icon.tsx";
import { t } from "../components/text.ts";
import { drop_draft, keep_draft, read_draft } from "../components/work/client/draft.ts";
import { action_of, send_form } from "../components/work/client/send_form.ts";
import { shrink_photo } from "../components/work/client/shrink_photo.ts";

interface Photo {
  file: File;
  url: string | undefined;
}

type Step =
  | { name: "idle" }
  | { name: "preparing" }
  | { name: "sending"; share: number }
  | { name: "unsent" }
  | { name: "refused"; messages: string[] };

export interface FieldReportProps {
  /** Ids of the form and of its file inputs; what is chosen gathers in the first. */
  form: string;
  inputs: string[];
  /** Name of the kept words in the browser's storage. */
  draft: string;
  most: number;
  max_mb: number;
}

/**
 * A technician's report on a bad network. Words are kept until the server has them, photos are made small before they are sent and
 * gather over several shots, and what could not be sent stays on the page with a button to try again. Without a script the form is
 * an ordinary one.
 */
export default function FieldReport({ form, inputs, draft, most, max_mb }: FieldReportProps) {
  const photos = useSignal<Photo[]>([]);
  const step = useSignal<Step>({ name: "idle" });
  const restored = useSignal(false);
  const left_out = useSignal<string[]>([]);
  const preparing = useRef<Promise<void>>(Promise.resolve());

  const find_form = () => {
    const element = document.getElementById(form);
    return element instanceof HTMLFormElement ? element : undefined;
  };
  const find_inputs = () =>
    inputs.map((id) => document.getElementById(id)).filter((element) => element instanceof HTMLInputElement);
  const words = () => find_form()?.querySelector("textarea") ?? undefined;
  const switch_of = () => find_form()?.querySelector<HTMLInputElement>('input[type="checkbox"]') ?? undefined;

  /** The form sends what stands in its inputs, so all that was gathered is put into the first. */
  function show(files: readonly File[]) {
    for (const photo of photos.value) if (photo.url) URL.revokeObjectURL(photo.url);
    photos.value = files.map((file) => ({
      file,
      url: file.type.startsWith("image/") ? URL.createObjectURL(file) : undefined,
    }));
    const [first, ...others] = find_inputs();
    const all = new DataTransfer();
    for (const file of files) all.items.add(file);
    if (first) first.files = all.files;
    for (const other of others) other.value = "";
  }

  async function gather(chosen: readonly File[]) {
    step.value = { name: "preparing" };
    const small = await Promise.all(chosen.map(shrink_photo));
    const fitting = small.filter((file) => file.size <= max_mb * 1024 * 1024);
    const room = most - photos.value.length;
    left_out.value = [
      ...small.filter((file) => !fitting.includes(file)).map((file) =>
        t("“{name}” is larger than {limit} MB and was left out.", { name: file.name, limit: max_mb })
      ),
      ...(fitting.length > room ? [t("{n} files go with one report: the others were left out.", { n: most })] : []),
    ];
    show([...photos.value.map((photo) => photo.file), ...fitting.slice(0, Math.max(0, room))]);
    step.value = { name: "idle" };
  }

  async function send() {
    const element = find_form();
    if (!element || step.value.name === "sending") return;
    await preparing.current;
    step.value = { name: "sending", share: 0 };
    const sent = await send_form(element, (share) => step.value = { name: "sending", share });
    if (sent.kind === "done") return leave(sent.url);
    if (sent.kind === "unsent") return void (step.value = { name: "unsent" });
    // The answer to an earlier try was lost on its way: the job is done, and this page is the last to know.
    if (sent.page?.querySelector("[data-job-over]")) return leave(action_of(element));
    step.value = {
      name: "refused",
      messages: sent.messages.length
        ? sent.messages
        : [t("The server refused it without a reason. Reload the page and try again.")],
    };
  }

  function leave(url: string) {
    drop_draft(draft);
    location.assign(url);
  }

  useEffect(() => {
    const kept = read_draft(draft);
    const text = words();
    if (kept && text && text.value === "") {
      text.value = kept.notes;
      const box = switch_of();
      if (box) box.checked = kept.visible;
      restored.value = true;
    }
    const element = find_form();
    const typed = () => {
      keep_draft(draft, { notes: words()?.value ?? "", visible: switch_of()?.checked ?? false });
      if (step.value.name === "unsent" || step.value.name === "refused") step.value = { name: "idle" };
    };
    const submitted = (event: SubmitEvent) => {
      event.preventDefault();
      void send();
    };
    const chosen = (event: Event) => {
      if (!(event.target instanceof HTMLInputElement)) return;
      const known = photos.value.map((photo) => photo.file);
      const files = [...event.target.files ?? []].filter((file) => !known.includes(file));
      preparing.current = preparing.current.then(() => gather(files));
    };
    const back_online = () => step.value.name === "unsent" && void send();
    element?.addEventListener("input", typed);
    element?.addEventListener("submit", submitted);
    for (const input of find_inputs()) input.addEventListener("change", chosen);
    addEventListener("online", back_online);
    return () => {
      element?.removeEventListener("input", typed);
      element?.removeEventListener("submit", submitted);
      for (const input of find_inputs()) input.removeEventListener("change", chosen);
      removeEventListener("online", back_online);
    };
  }, [form, draft, inputs.join(" ")]);

  const told = useRef<HTMLDivElement>(null);
  const waits = step.value.name === "unsent" || step.value.name === "refused";
  // The button that was pressed stands over the end of the page, and would hide what became of it.
  useEffect(() => {
    if (waits) told.current?.scrollIntoView({ block: "center" });
  }, [waits]);

  return (
    <div class="grid gap-3">
      {photos.value.length > 0 && (
        <ul class="grid grid-cols-3 gap-2" aria-label={t("Photos and files of this report")}>
          {photos.value.map((photo, at) => (
            <PhotoItem
              key={at}
              photo={photo}
              remove={() => show(photos.value.filter((other) => other !== photo).map(({ file }) => file))}
            />
          ))}
        </ul>
      )}
      <div ref={told} role="status" class="grid gap-2">
        {left_out.value.map((line) => <p key={line} class="text-sm font-semibold text-bad">{line}</p>)}
        {restored.value && step.value.name === "idle" && (
          <p class="text-sm text-ink-2">{t("What you typed before is here again.")}</p>
        )}
        <Told step={step.value} photos={photos.value.length} retry={() => void send()} />
      </div>
    </div>
  );
}

function PhotoItem({ photo, remove }: { photo: Photo; remove: () => void }) {
  const { name } = photo.file;
  return (
    <li class="relative">
      {photo.url
        ? <img src={photo.url} alt={name} class="w-full h-28 object-cover rounded-lg border border-line bg-sunken" />
        : (
          <span class="grid place-items-center gap-1 w-full h-28 p-2 rounded-lg border border-line bg-sunken text-ink-3 text-2xs">
            <SvgIcon body={icon_file} class="size-6" />
            <span class="max-w-full truncate">{name}</span>
          </span>
        )}
      <button
        type="button"
        class="absolute top-0 right-0 grid place-items-center size-11"
        aria-label={t("Remove {name}", { name })}
        onClick={remove}
      >
        <span class="grid place-items-center size-7 rounded-full bg-bar text-bar-ink">
          <SvgIcon body={icon_x} />
        </span>
      </button>
    </li>
  );
}

function Told({ step, photos, retry }: { step: Step; photos: number; retry: () => void }) {
  if (step.name === "preparing") return <Busy words={t("Making photos smaller…")} />;
  if (step.name === "sending") {
    return <Busy words={photos > 0 ? t("Sending, {n} %…", { n: Math.round(step.share * 100) }) : t("Sending…")} />;
  }
  if (step.name === "idle") return null;
  const unsent = step.name === "unsent";
  return (
    <div
      class={unsent
        ? "grid gap-3 p-4 rounded-lg border border-warn-line bg-warn-soft"
        : "grid gap-3 p-4 rounded-lg border border-bad-line bg-bad-soft"}
    >
      <p
        class={unsent
          ? "flex items-center gap-2 font-semibold text-warn"
          : "flex items-center gap-2 font-semibold text-bad"}
      >
        <SvgIcon body={unsent ? icon_cloud_off : icon_circle_alert} />
        {unsent ? t("Not sent yet") : t("Not accepted")}
      </p>
      {unsent
        ? (
          <p class="text-sm">
            {t(
              "The network did not take it. Words and photos are kept: stay on this page, it is sent by itself when the network is back.",
            )}
          </p>
        )
        : step.messages.map((line) => <p key={line} class="text-sm break-words">{line}</p>)}
      <button type="button" class="btn btn-lg" onClick={retry}>{t("Try again now")}</button>
    </div>
  );
}

const Busy = ({ words }: { words: string }) => (
  <p class="flex items-center gap-2 text-sm font-semibold text-ink-2">
    <SvgIcon body={icon_loader_circle} class="animate-spin" />
    {words}
  </p>
);
