# One image per service:
#   docker build --build-arg SERVICE=order-service -t keyway/order-service .
# The jars come from the build on the host: mvn -DskipTests package
FROM eclipse-temurin:25-jre AS unpacked
ARG SERVICE
WORKDIR /unpacked
COPY ${SERVICE}/target/${SERVICE}-0.1.0-SNAPSHOT.jar service.jar
# Layers: what changes rarely comes first, so that a push or pull moves only the service's own code.
RUN java -Djarmode=tools -jar service.jar extract --layers --destination layers

FROM eclipse-temurin:25-jre
WORKDIR /keyway
RUN useradd --system --no-create-home --shell /usr/sbin/nologin keyway
COPY --from=unpacked /unpacked/layers/dependencies/ ./
COPY --from=unpacked /unpacked/layers/spring-boot-loader/ ./
COPY --from=unpacked /unpacked/layers/snapshot-dependencies/ ./
COPY --from=unpacked /unpacked/layers/application/ ./
USER keyway
ENV SERVER_PORT=8080 MANAGEMENT_PORT=9080
EXPOSE 8080 9080
# The image holds neither curl nor wget for certain, but always bash.
HEALTHCHECK --interval=5s --timeout=3s --start-period=90s --retries=6 \
    CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/$MANAGEMENT_PORT && printf 'GET /actuator/health/readiness HTTP/1.0\\r\\n\\r\\n' >&3 && head -n 1 <&3 | grep -q ' 200'"]
# exec form: SIGTERM reaches the JVM, which then ends gracefully.
ENTRYPOINT ["java", "-XX:MaxRAMPercentage=70", "-XX:+ExitOnOutOfMemoryError", "--enable-native-access=ALL-UNNAMED", "-jar", "service.jar"]
