# The service, as small as it goes: two stages, no compiler and no package manager's cache in what runs.
# Run it read-only: docker run --read-only --cap-drop=ALL -p 127.0.0.1:8321:8321 -e BEDROCK_ATLAS_TOKENS bedrock-atlas
FROM python:3.13-slim AS build
WORKDIR /source
COPY . .
RUN python -m venv /opt/bedrock-atlas \
    && /opt/bedrock-atlas/bin/python -m pip install --no-cache-dir ".[service,otel]"

FROM python:3.13-slim
COPY --from=build /opt/bedrock-atlas /opt/bedrock-atlas
ENV PATH=/opt/bedrock-atlas/bin:$PATH PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1
# A number, so that a cluster can see that it is not root. Nothing is ever written but to standard error.
USER 10001:10001
EXPOSE 8321
HEALTHCHECK --interval=10s --timeout=3s --start-period=5s --retries=3 \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8321/readyz', timeout=2)"]
ENTRYPOINT ["bedrock-atlas", "serve", "--host", "0.0.0.0", "--port", "8321"]
