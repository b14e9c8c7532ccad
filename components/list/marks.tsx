/**
 * Marks of a long list, drawn by the style sheet: a class each. Drawn as SVG in each of fifty rows they were a third of
 * the page.
 */
import { avatar_nth, initials } from "../avatar.tsx";
import { type Tone, tone_text } from "../badge.tsx";
import { cx } from "../cx.ts";

/** Rings are told apart by eighths: finer is not to be seen at 18 pixels. */
const rings = [
  cx("due due-0"),
  cx("due due-1"),
  cx("due due-2"),
  cx("due due-3"),
  cx("due due-4"),
  cx("due due-5"),
  cx("due due-6"),
  cx("due due-7"),
  cx("due due-8"),
];

export function DueInList({ text, used, tone }: { text: string; used: number; tone: Tone }) {
  return <span class={cx(rings[Math.round(used * 8)], tone_text[tone])}>{text}</span>;
}

/** One for each of the colours of avatar.tsx. */
const faces = [
  cx("face face-0"),
  cx("face face-1"),
  cx("face face-2"),
  cx("face face-3"),
  cx("face face-4"),
  cx("face face-5"),
  cx("face face-6"),
  cx("face face-7"),
  cx("face face-8"),
  cx("face face-9"),
];

/** A person's name behind the initials that Avatar draws. */
export function FaceInList({ name }: { name: string }) {
  return <span class={faces[avatar_nth(name)]} data-face={initials(name)}>{name}</span>;
}
