# The monitor as an image: docker build -t jmo-monitor .
ARG BASE=python:3.13-slim-trixie

# Stage one makes the environment; pip, the build backend and their caches stay behind in it.
FROM ${BASE} AS build
WORKDIR /build
COPY requirements.lock requirements-build.lock ./
RUN python -m venv --without-pip /opt/venv \
 && python -m pip --python /opt/venv/bin/python install --no-cache-dir --no-compile --no-deps \
    --require-hashes --only-binary=:all: --requirement requirements.lock
RUN python -m venv /build/backend \
 && /build/backend/bin/python -m pip install --no-cache-dir --no-deps \
    --require-hashes --only-binary=:all: --requirement requirements-build.lock
COPY pyproject.toml README.md LICENSE ./
COPY monitor monitor
RUN backend/bin/python -m pip wheel --no-cache-dir --no-deps --no-build-isolation \
    --wheel-dir dist . \
 && python -m pip --python /opt/venv/bin/python install --no-cache-dir --no-compile \
    --no-deps --no-index dist/*.whl \
 && python -m compileall -q --invalidation-mode unchecked-hash /opt/venv

FROM ${BASE}
ARG VERSION=unreleased
ARG REVISION=unknown
LABEL org.opencontainers.image.title="JMO monitor" \
      org.opencontainers.image.description="Synthetic availability monitor for the public endpoints that JMO (Jamsostek Mobile) depends on" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"

# The official base comes without compiled standard library, and a read-only root never gets one:
# every start and every health check would compile it again.
RUN python -m compileall -q --invalidation-mode unchecked-hash -x '/(ensurepip|idlelib|site-packages)/' \
    "$(python -c 'import sysconfig; print(sysconfig.get_path("stdlib"))')" \
 && install -d -o 10001 -g 10001 /data
COPY --from=build /opt/venv /opt/venv
COPY probes.yaml /etc/jmo-monitor/probes.yaml

ENV PATH=/opt/venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    JMO_MONITOR_CONFIG=/etc/jmo-monitor/probes.yaml \
    JMO_MONITOR_DATA=/data \
    JMO_MONITOR_LISTEN=0.0.0.0:8175
USER 10001:10001
WORKDIR /data
VOLUME /data
EXPOSE 8175
HEALTHCHECK --interval=30s --timeout=5s --start-period=10s \
    CMD ["jmo-monitor", "healthcheck"]
ENTRYPOINT ["jmo-monitor"]
CMD ["run"]
