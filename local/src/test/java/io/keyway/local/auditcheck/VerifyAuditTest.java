package io.keyway.local.auditcheck;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.keyway.contracts.audit.AuditChain;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** A chain of five records with a checkpoint at the third, whole and tampered with. */
class VerifyAuditTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String CHAIN = "operator";

    private final List<Map<String, Object>> records = new ArrayList<>();
    private final List<Map<String, Object>> checkpoints = new ArrayList<>();
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private KeyPair keys;
    private HttpServer server;

    @BeforeEach
    void serveAChain() throws Exception {
        keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        for (long i = 1; i <= 5; i++) {
            add(i, "{\"sequence\":" + i + ",\"entry\":{}}");
        }
        checkpoints.add(signed(3));
        server = HttpServer.create(new InetSocketAddress("localhost", 0), 0);
        server.createContext(
                "/api/v1/audit/chains/" + CHAIN,
                exchange -> {
                    String query = exchange.getRequestURI().getQuery();
                    long after = Long.parseLong(query.substring(query.lastIndexOf('=') + 1));
                    byte[] body = JSON.writeValueAsBytes(page(after));
                    exchange.sendResponseHeaders(200, body.length);
                    exchange.getResponseBody().write(body);
                    exchange.close();
                });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void reportsIntactChainAsIntact() {
        assertThat(verify()).isZero();
        assertThat(said()).contains("operator: whole, 5 records, 1 checkpoints");
    }

    @Test
    void aChainOfAVendorThatNothingWasRecordedOfYetIsWhole() {
        records.clear();
        checkpoints.clear();
        assertThat(verify()).isZero();
        assertThat(said()).contains("operator: whole, 0 records, 0 checkpoints");
    }

    @Test
    void anotherTextIsFound() {
        records.get(1).put("text", "{\"sequence\":2,\"entry\":{\"x\":1}}");
        assertThat(verify()).isEqualTo(1);
        assertThat(said()).contains("BROKEN at record 2: its text is not what was recorded");
    }

    @Test
    void findsRehashedRecordAtTheNextRecord() {
        String text = "{\"sequence\":2,\"entry\":{\"x\":1}}";
        records.get(1).put("text", text);
        records.get(1).put("hash", AuditChain.hash(hash(1), text));
        assertThat(verify()).isEqualTo(1);
        assertThat(said()).contains("BROKEN at record 3: it does not follow the record before it");
    }

    @Test
    void findsMissingRecord() {
        records.remove(3);
        assertThat(verify()).isEqualTo(1);
        assertThat(said()).contains("BROKEN at record 4: it is missing; what follows is record 5");
    }

    @Test
    void aChainThatWasCutOffIsFound() {
        Map<String, Object> end = signed(5);
        records.removeLast();
        checkpoints.add(end);
        assertThat(verify()).isEqualTo(1);
        assertThat(said()).contains("BROKEN at record 5");
    }

    @Test
    void aChainThatWasMadeAnewIsFoundByItsCheckpoint() {
        records.clear();
        for (long i = 1; i <= 5; i++) {
            add(i, "{\"sequence\":" + i + ",\"entry\":{\"forged\":true}}");
        }
        assertThat(verify()).isEqualTo(1);
        assertThat(said()).contains("the checkpoint of record 3: the chain was made anew");
    }

    @Test
    void findsCheckpointWithForeignSignature() {
        checkpoints.getFirst().put("signature", Base64.getEncoder().encodeToString(new byte[64]));
        assertThat(verify()).isEqualTo(1);
        assertThat(said()).contains("the checkpoint of record 3: its signature is not genuine");
    }

    @Test
    void anEndThatWasKeptMustStillBeOnTheChain() {
        assertThat(verify("--end", CHAIN + ":4:" + hash(4))).isZero();
        assertThat(verify("--end", CHAIN + ":4:" + hash(3))).isEqualTo(1);
        assertThat(verify("--key", "another")).isEqualTo(1);
    }

    @Test
    void printsItsHelpForUnknownOptions() {
        assertThat(verify("--colour", "red")).isEqualTo(2);
        assertThat(said()).contains("--chain");
    }

    private int verify(String... more) {
        List<String> arguments =
                new ArrayList<>(
                        List.of(
                                "--url",
                                "http://localhost:" + server.getAddress().getPort(),
                                "--chain",
                                CHAIN));
        arguments.addAll(List.of(more));
        return VerifyAudit.run(
                arguments.toArray(String[]::new),
                Map.of("KEYWAY_TOKEN", "t"),
                new PrintStream(printed, true, StandardCharsets.UTF_8));
    }

    private String said() {
        return printed.toString(StandardCharsets.UTF_8);
    }

    private void add(long sequence, String text) {
        Map<String, Object> record = new LinkedHashMap<>();
        record.put("sequence", sequence);
        record.put("text", text);
        record.put("previousHash", hash(sequence - 1));
        record.put("hash", AuditChain.hash(hash(sequence - 1), text));
        records.add(record);
    }

    private String hash(long sequence) {
        return sequence == 0
                ? AuditChain.START
                : (String) records.get((int) sequence - 1).get("hash");
    }

    private Map<String, Object> signed(long sequence) {
        try {
            Signature signer = Signature.getInstance("Ed25519");
            signer.initSign(keys.getPrivate());
            signer.update(AuditChain.checkpoint(CHAIN, sequence, hash(sequence)));
            return new LinkedHashMap<>(
                    Map.of(
                            "sequence", sequence,
                            "hash", hash(sequence),
                            "signature", Base64.getEncoder().encodeToString(signer.sign())));
        } catch (java.security.GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private Map<String, Object> page(long after) {
        List<Map<String, Object>> items =
                records.stream().filter(record -> (long) record.get("sequence") > after).toList();
        return Map.of(
                "publicKey",
                Base64.getEncoder().encodeToString(keys.getPublic().getEncoded()),
                "end",
                signed(records.size()),
                "items",
                items,
                "checkpoints",
                checkpoints.stream()
                        .filter(checkpoint -> (long) checkpoint.get("sequence") > after)
                        .toList());
    }
}
