/** A form's body, read once however many look at it (CSRF check, handler), and never past its limit. */
import { too_large } from "~/domain/kernel/errors.ts";

const forms = new WeakMap<Request, Promise<FormData>>();

export function form_data(request: Request): Promise<FormData> {
  const known = forms.get(request);
  if (known) return known;
  const read = request.formData();
  forms.set(request, read);
  return read;
}

export const is_form = (request: Request): boolean =>
  /^(multipart\/form-data|application\/x-www-form-urlencoded)/i.test(request.headers.get("content-type") ?? "");

/** @throws DomainError 413 before anything is read, where the client says the size; a body that lies is cut by `limited`. */
export function check_length(request: Request, limit: number): void {
  const length = Number(request.headers.get("content-length") ?? 0);
  if (length > limit) throw too_large("(body)", `${Math.ceil(length / 1024)} KB`, `${Math.floor(limit / 1024)} KB`);
}

/** The request with a body that errors past its limit: chunked uploads announce no length. */
export function limited(request: Request, limit: number): Request {
  if (!request.body) return request;
  let seen = 0;
  const counted = request.body.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        seen += chunk.byteLength;
        if (seen > limit) {
          controller.error(
            too_large("(body)", `over ${Math.floor(limit / 1024)} KB`, `${Math.floor(limit / 1024)} KB`),
          );
        } else controller.enqueue(chunk);
      },
    }),
  );
  return new Request(request, { body: counted });
}

export const text_of = (form: FormData, name: string): string => {
  const value = form.get(name);
  return typeof value === "string" ? value : "";
};
