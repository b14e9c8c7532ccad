/** Development only: loads the page anew when another start of the server answers. */
let first: string | null = null;
new EventSource("/_fresh/alive").onmessage = ({ data }: MessageEvent<string>) => {
  if (first !== null && first !== data) location.reload();
  first = data;
};
