# docker build -t sma-portal . && docker run (docs/operations.md)
FROM node:22-bookworm AS build
WORKDIR /opt/sma
COPY . .
# it installs first; the full image has the compilers where no prebuilt database driver can be fetched
RUN npm run build && npm prune --omit=dev

FROM node:22-bookworm-slim
RUN groupadd --gid 10001 sma && useradd --uid 10001 --gid sma --no-create-home --shell /usr/sbin/nologin sma \
    && install -d -o sma -g sma -m 0700 /var/lib/sma
WORKDIR /opt/sma
COPY --from=build /opt/sma/package.json ./
COPY --from=build /opt/sma/node_modules ./node_modules
COPY --from=build /opt/sma/packages ./packages
COPY --from=build /opt/sma/apps/server/package.json ./apps/server/
COPY --from=build /opt/sma/apps/server/dist ./apps/server/dist
COPY --from=build /opt/sma/apps/portal/dist ./apps/portal/dist
COPY --from=build /opt/sma/apps/console/dist ./apps/console/dist
USER sma
ENV NODE_ENV=production SMA_DATA_DIR=/var/lib/sma HOST=0.0.0.0 PORT=3000
VOLUME /var/lib/sma
EXPOSE 3000
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s --retries=3 \
    CMD ["node", "-e", "fetch('http://127.0.0.1:3000/readyz').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["node", "--enable-source-maps", "apps/server/dist/sma.js"]
CMD ["serve"]
