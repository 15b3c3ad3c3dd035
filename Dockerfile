# syntax=docker/dockerfile:1

# The Functions app with the Functions host, for Linux x64. Build it from the root of the repository:
#   docker build --tag sluice-functions .

FROM node:20.20-bookworm-slim AS node

FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
# The build bundles the dashboard with esbuild, which npm installs.
COPY --from=node /usr/local/ /usr/local/
WORKDIR /source
# A release passes its version.
ARG VERSION=0.0.0
COPY . .
RUN dotnet publish src/Sluice.Functions --output /app "-p:MinVerVersionOverride=$VERSION"

FROM mcr.microsoft.com/azure-functions/dotnet-isolated:4-dotnet-isolated10.0
LABEL org.opencontainers.image.title="Sluice" \
      org.opencontainers.image.description="Loads CSV files from a data lake into SQL, validated and exactly once, and keeps rejected rows." \
      org.opencontainers.image.licenses="MIT"

# The user is not root: it cannot listen on port 80, and can write only to these folders.
ENV AzureWebJobsScriptRoot=/home/site/wwwroot \
    AzureFunctionsJobHost__Logging__Console__IsEnabled=true \
    ASPNETCORE_URLS=http://+:8080 \
    FUNCTIONS_LOG_PATH=/home/logs \
    FUNCTIONS_SECRETS_PATH=/home/keys
COPY --from=build /app /home/site/wwwroot
RUN mkdir --parents /home/data /home/logs /home/keys && chown 1654:1654 /home /home/data /home/logs /home/keys
USER 1654:1654
EXPOSE 8080

# The image has no HTTP client, so bash sends the request. The status line of the answer must contain 200.
HEALTHCHECK --interval=15s --timeout=10s --start-period=2m --retries=4 \
    CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/8080 && printf 'GET /api/health HTTP/1.1\\r\\nHost: localhost\\r\\nConnection: close\\r\\n\\r\\n' >&3 && read -r -t 8 status <&3 && [[ $status == *' 200 '* ]]"]
