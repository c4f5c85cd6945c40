# The site as an image; docs/deploy/containers.md says how it is used. Where a registry, Debian or
# PyPI is out of reach: --build-arg BASE=… DEBIAN_MIRROR=… PIP_INDEX_URL=…
ARG BASE=debian:13-slim

# Debian's Python, which Debian repairs: build anew to get the repairs. PostgreSQL's client makes
# the backups and is of the release that compose.yaml runs.
FROM ${BASE} AS python
ARG DEBIAN_MIRROR=""
# hadolint ignore=DL3008
RUN if [ -n "$DEBIAN_MIRROR" ]; then \
      sed -i "s|http://deb.debian.org|$DEBIAN_MIRROR|" /etc/apt/sources.list.d/debian.sources; \
    fi && \
    apt-get update && \
    apt-get install -y --no-install-recommends ca-certificates postgresql-client python3 && \
    rm -rf /var/lib/apt/lists/*

FROM python AS build
ARG PIP_INDEX_URL=""
# 1: clients' HEIC photographs can be opened; these wheels carry GPL code.
ARG HEIC=0
# hadolint ignore=DL3008
RUN apt-get update && \
    apt-get install -y --no-install-recommends python3-venv && \
    rm -rf /var/lib/apt/lists/*
WORKDIR /src
COPY requirements*.txt ./
RUN python3 -m venv /opt/build && \
    /opt/build/bin/pip install --no-cache-dir --require-hashes -r requirements-build.txt && \
    python3 -m venv /opt/antou && \
    /opt/antou/bin/pip install --no-cache-dir --require-hashes \
      -r requirements.txt -r requirements-extras.txt && \
    /opt/antou/bin/pip install --no-cache-dir --require-hashes --no-deps --only-binary :all: \
      -r requirements-law.txt && \
    if [ "$HEIC" = 1 ]; then \
      /opt/antou/bin/pip install --no-cache-dir --require-hashes -r requirements-heic.txt; \
    fi
COPY . .
RUN /opt/build/bin/pip wheel --no-cache-dir --no-deps --no-build-isolation --wheel-dir /src/wheel . && \
    /opt/antou/bin/pip install --no-cache-dir --no-deps --no-index /src/wheel/*.whl

FROM python
RUN useradd --no-log-init --uid 10001 --user-group --no-create-home --home-dir /var/lib/antou --shell /usr/sbin/nologin antou && \
    install -d -o antou -g antou -m 750 /var/lib/antou /var/backups/antou
COPY --from=build /opt/antou /opt/antou
ENV PATH=/opt/antou/bin:$PATH \
    DATA_DIR=/var/lib/antou \
    HOST=0.0.0.0 \
    SAMPLE=0
USER 10001:10001
WORKDIR /var/lib/antou
VOLUME /var/lib/antou
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=10s --start-period=180s CMD ["python", "-c", \
  "import http.client as h, sys; c = h.HTTPConnection('127.0.0.1', 8000, timeout=8); c.request('GET', '/healthz'); sys.exit(c.getresponse().status != 200)"]
ENTRYPOINT ["antou"]
CMD ["run"]
