/**
 * An error with an HTTP status. Thrown from a middleware, handler or page it reaches the nearest error page;
 * where there is none, the response carries its status and message.
 *
 * ```ts
 * throw new HttpError(404);
 * throw new HttpError(403, "Admin access required");
 * ```
 */
export class HttpError extends Error {
  override name = "HttpError";
  readonly status: number;

  constructor(status: number, message?: string, options?: ErrorOptions) {
    super(message ?? reasons[status] ?? `HTTP ${status}`, options);
    this.status = status;
  }
}

const reasons: Record<number, string> = {
  400: "Bad Request",
  401: "Unauthorized",
  403: "Forbidden",
  404: "Not Found",
  405: "Method Not Allowed",
  409: "Conflict",
  413: "Content Too Large",
  415: "Unsupported Media Type",
  422: "Unprocessable Content",
  429: "Too Many Requests",
  500: "Internal Server Error",
  503: "Service Unavailable",
};
