# One image for every replica. The database is elsewhere (compose.yml), or embedded in /var/lib/omni where DATABASE_URL is unset.
FROM denoland/deno:debian-2.9.6

WORKDIR /app
COPY deno.json deno.lock ./
COPY fresh fresh
RUN deno install --frozen

COPY . .
RUN deno task build

ENV HOST=0.0.0.0 DATA_DIR=/var/lib/omni LOG_FORMAT=json
RUN mkdir -p /var/lib/omni && chown -R deno /var/lib/omni
USER deno
VOLUME /var/lib/omni
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=3s --start-period=40s CMD ["deno", "eval", "const r = await fetch('http://127.0.0.1:' + (Deno.env.get('PORT') ?? 8000) + '/readyz'); Deno.exit(r.ok ? 0 : 1)"]
CMD ["deno", "task", "start"]
