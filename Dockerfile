# The published folder, as every other host runs it, on the official Functions host, with the programs that the app starts.
# Publish first: dotnet publish src/AudioFunctions -c Release
FROM mcr.microsoft.com/azure-functions/dotnet-isolated:4-dotnet-isolated10.0

# espeak-ng is the offline voice; curl asks for the health.
RUN apt-get update \
  && apt-get install -y --no-install-recommends ffmpeg espeak-ng curl \
  && rm -rf /var/lib/apt/lists/*

# 8080, because a user who isn't root may not listen on 80.
ENV AzureWebJobsScriptRoot=/home/site/wwwroot \
  ASPNETCORE_URLS=http://+:8080 \
  FUNCTIONS_WORKER_RUNTIME=dotnet-isolated \
  FUNCTIONS_SECRETS_PATH=/home/data/secrets \
  AzureFunctionsJobHost__Logging__Console__IsEnabled=true

COPY artifacts/publish/AudioFunctions/release /home/site/wwwroot

# The host writes logs and key sentinels below /home; the app's own files stay as they are.
RUN useradd --system --uid 10001 --home-dir /home --shell /usr/sbin/nologin audiofunctions \
  && mkdir -p /home/data/secrets /home/LogFiles \
  && chown -R audiofunctions /home/data /home/LogFiles
USER 10001
EXPOSE 8080

HEALTHCHECK --interval=30s --timeout=15s --start-period=60s --retries=3 \
  CMD curl --fail --silent --output /dev/null http://localhost:8080/api/health || exit 1
