package io.keyway.bench;

import io.keyway.bench.Client.Answer;
import io.keyway.bench.ClosedLoop.Round;
import io.keyway.contracts.access.Caller;
import io.keyway.contracts.access.Permission;
import io.keyway.contracts.access.Role;
import io.keyway.contracts.access.ScopeAssertion;
import io.keyway.contracts.id.AccountId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.local.Local;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Compares the same answer through the gateway and directly from the service, in turn. */
final class GatewayCost {

    private static final int CLIENTS = 8;

    /** Memory for the durations of one round. No round comes near it on a few cores. */
    private static final int REQUESTS_MAX = 400_000;

    private static final String LICENSE = "license-service";
    private static final String PARTNER = "partner-service";
    private static final String KEYS = "/.well-known/keyway-keys";
    private static final String ME = "/api/v1/me";

    private final Local local;
    private final Client gateway;
    private final Market market;
    private final Limits limits;
    private final byte[] masterKey;

    GatewayCost(Installation installation, Market market, Limits limits) {
        this.local = installation.local();
        this.gateway = installation.gateway();
        this.market = market;
        this.limits = limits;
        this.masterKey = masterKey(local);
    }

    List<Row> measure() throws InterruptedException {
        HttpRequest keys = gateway.request(KEYS).build();
        HttpRequest me =
                gateway.request(ME)
                        .header("Authorization", "Bearer " + market.distributor.token())
                        .build();
        List<Row> rows = new ArrayList<>();
        rows.addAll(new Pair("GET " + KEYS, LICENSE, KEYS, keys, Caller.anonymous()).measure());
        rows.addAll(new Pair("GET " + ME, PARTNER, ME, me, distributor()).measure());
        return rows;
    }

    /** The caller that the gateway's assertions name for the distributor. */
    private Caller distributor() throws InterruptedException {
        JsonMapper json = JsonMapper.builder().build();
        JsonNode me = gateway.get(market.distributor.token(), ME).expect(200).json();
        Set<Permission> permissions = EnumSet.noneOf(Permission.class);
        for (JsonNode permission : me.path("permissions")) {
            permissions.add(json.treeToValue(permission, Permission.class));
        }
        PartnerId partner = new PartnerId(market.distributor.id());
        return new Caller(
                new AccountId(me.path("account").path("id").asString()),
                null,
                Role.PARTNER,
                partner,
                null,
                List.of(new PartnerId(market.vendor.id()), partner),
                permissions);
    }

    private static byte[] masterKey(Local local) {
        Properties secrets = new Properties();
        try (Reader file = Files.newBufferedReader(local.data().resolve("secrets.properties"))) {
            secrets.load(file);
        } catch (IOException e) {
            throw new UncheckedIOException("no secrets", e);
        }
        return Base64.getDecoder().decode(secrets.getProperty("scopeMasterKey", ""));
    }

    /** One answer, measured on both ways. */
    private final class Pair {

        private final String name;
        private final String service;
        private final String path;
        private final HttpRequest through;
        private final Caller caller;
        private final Side gatewaySide;
        private final Side directSide;

        Pair(String name, String service, String path, HttpRequest through, Caller caller) {
            this.name = name;
            this.service = service;
            this.path = path;
            this.through = through;
            this.caller = caller;
            this.gatewaySide = new Side(name + ", gateway", "gateway", service);
            this.directSide = new Side(name + ", direct", service);
        }

        List<Row> measure() throws InterruptedException {
            requireSameAnswer();
            round(through, limits.warmUp());
            round(direct(), limits.warmUp());
            for (int i = 0; i < limits.rounds(); i++) {
                gatewaySide.measure(through);
                directSide.measure(direct());
            }
            List<Row> rows = new ArrayList<>();
            gatewaySide.addTo(rows);
            directSide.addTo(rows);
            rows.add(
                    ratio(
                            "requests/s, gateway/direct",
                            gatewaySide.perSecond(),
                            directSide.perSecond(),
                            "the client works on the same cores, which brings the ratio nearer to 1"
                                    + " than the servers alone would"));
            rows.add(
                    ratio(
                            "CPU/request, gateway/direct",
                            gatewaySide.cpuMicros,
                            directSide.cpuMicros,
                            "gateway and service together by the service alone; the client is not in"
                                    + " it"));
            return rows;
        }

        private Row ratio(String what, List<Double> ones, List<Double> others, String method) {
            return new Row(
                    name + ": " + what,
                    "pair of rounds, one after the other",
                    "ratio",
                    Statistics.ratios(ones, others),
                    "pair by pair; " + method);
        }

        /** A request with a new assertion: one is valid for a minute, a round takes seconds. */
        private HttpRequest direct() {
            byte[] key = ScopeAssertion.serviceKey(masterKey, service);
            String assertion = ScopeAssertion.sign(caller, service, key, Instant.now());
            return new Client("http://127.0.0.1:" + local.port(service))
                    .request(path)
                    .header(ScopeAssertion.HEADER, assertion)
                    .build();
        }

        /** Compares the bytes in any order, because sets are written in any order. */
        private void requireSameAnswer() throws InterruptedException {
            byte[] one = gateway.send(through).expect(200).body();
            byte[] other = gateway.send(direct()).expect(200).body();
            Arrays.sort(one);
            Arrays.sort(other);
            if (!Arrays.equals(one, other)) {
                throw new IllegalStateException(name + ": gateway and service answer differently");
            }
        }
    }

    private Round round(HttpRequest request, Duration time) throws InterruptedException {
        return ClosedLoop.run(
                CLIENTS,
                time,
                REQUESTS_MAX,
                () -> {
                    Answer answer = gateway.send(request);
                    answer.expect(200);
                });
    }

    /** One of the two ways: its rounds, and the CPU time of its processes per request. */
    private final class Side {

        private final String name;
        private final List<ProcessHandle> processes;
        private final List<Round> rounds = new ArrayList<>();
        private final List<Double> cpuMicros = new ArrayList<>();

        Side(String name, String... processes) {
            this.name = name;
            this.processes =
                    Arrays.stream(processes)
                            .flatMap(process -> ProcessHandle.of(local.pid(process)).stream())
                            .toList();
        }

        void measure(HttpRequest request) throws InterruptedException {
            Duration before = Machine.cpu(processes);
            Round round = round(request, limits.round());
            Duration taken = Machine.cpu(processes).minus(before);
            rounds.add(round);
            cpuMicros.add(taken.toNanos() / 1e3 / round.requests());
        }

        List<Double> perSecond() {
            return values(Round::perSecond);
        }

        void addTo(List<Row> rows) {
            String method =
                    "%d clients in a closed loop (%s), rounds of %d s, gateway and direct in turn, after %d s of warm-up each"
                            .formatted(
                                    CLIENTS,
                                    Client.METHOD,
                                    limits.round().toSeconds(),
                                    limits.warmUp().toSeconds());
            rows.add(
                    new Row(
                            name + ": rate",
                            "requests answered 200, per round",
                            "requests/s",
                            perSecond(),
                            method));
            rows.add(
                    new Row(
                            name + ": p50",
                            "requests of one round",
                            "ms",
                            values(round -> round.millisAt(50)),
                            "of the same rounds; median over rounds of each round's p50"));
            rows.add(
                    new Row(
                            name + ": p99",
                            "requests of one round",
                            "ms",
                            values(round -> round.millisAt(99)),
                            "of the same rounds; median over rounds of each round's p99"));
            rows.add(
                    new Row(
                            name + ": CPU",
                            "request",
                            "CPU µs",
                            cpuMicros,
                            "CPU time of the processes on the way (without store) in a round, by its"
                                    + " requests"));
        }

        private List<Double> values(ToDoubleFunction<Round> value) {
            return rounds.stream().mapToDouble(value).boxed().toList();
        }
    }
}
