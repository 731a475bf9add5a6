# Motlan's image: Node and what the service needs at run time, on a base without shell or package manager.
# docker build -t motlan .                    the service; the development e-ID is not in it
# docker build -t motlan:demo --target demo . the same with the development e-ID, for a look on one's own machine
# Pin both bases by digest where images are built for production (see docs/deployment.md).
ARG BUILD_BASE=docker.io/library/node:24-slim
ARG RUNTIME_BASE=gcr.io/distroless/cc-debian13:nonroot

FROM ${BUILD_BASE} AS packages
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --no-audit --no-fund

# dist/, with the development e-ID beside it.
FROM packages AS build
COPY scripts/build.mjs scripts/
COPY src src
RUN node scripts/build.mjs && mkdir demo && mv dist/dev-eid demo/ && rm dist/.stamp

# The packages without what only builds, downloads a database, or checks types; Node itself is copied by itself.
FROM packages AS lean
RUN npm uninstall --no-save --omit=dev --no-audit --no-fund esbuild sass govuk-frontend mongodb-memory-server-core typescript node && find node_modules -type f \( -name '*.map' -o -name '*.d.ts' -o -name '*.d.mts' -o -name '*.d.cts' \) -delete && mkdir data

FROM ${RUNTIME_BASE} AS runtime
LABEL org.opencontainers.image.title="Motlan" org.opencontainers.image.description="A store of verified documents: provide a paper once" org.opencontainers.image.licenses="MIT"
# The Node that package-lock.json pins and the tests run on.
COPY --from=packages /app/node_modules/node/bin/node /usr/local/bin/node
WORKDIR /app
COPY --from=lean /app/node_modules node_modules
COPY package.json ./
COPY config config
COPY deploy/container container
COPY --from=build /app/dist dist
# A fresh volume takes over this folder's owner.
COPY --from=lean --chown=65532:65532 /app/data /data
# HOME: a place where nobody can leave settings for a library to find.
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000 DATA_DIR=/data HOME=/app
# The C library gives freed buffers back to the system: a crowd of uploads would leave 100 MiB of holes behind.
ENV MALLOC_ARENA_MAX=1 MALLOC_TRIM_THRESHOLD_=131072 MALLOC_MMAP_THRESHOLD_=65536
# "nonroot" of the base.
USER 65532:65532
EXPOSE 3000
# The service finishes what is under way for up to 25 s: give it 40 before it is killed.
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=15s --timeout=4s --start-period=30s --retries=3 CMD ["/usr/local/bin/node", "container/healthcheck.mjs"]
# node container/init-mongodb.mjs sets up a replica set; node dist/cli/main.js is the command line.
ENTRYPOINT ["/usr/local/bin/node"]
# Buffers of uploads are freed early: 100 MiB less while a crowd uploads, for no more work.
CMD ["--max-semi-space-size=4", "dist/server.js"]

FROM runtime AS demo
COPY --from=build /app/demo/dev-eid dist/dev-eid

# Last, and so what is built when no target is named.
FROM runtime AS service
