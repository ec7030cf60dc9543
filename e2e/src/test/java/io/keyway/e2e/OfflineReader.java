package io.keyway.e2e;

import io.keyway.verifier.KeywayVerifier;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Verifies signed texts without calling Keyway; one implementation per language. */
interface OfflineReader {

    Duration ENDS_WITHIN = Duration.ofSeconds(60);

    /** A signed text, and what is needed besides to verify it. */
    record Signed(
            Kind kind,
            boolean encrypted,
            String text,
            String licenseKey,
            String fingerprint,
            String licenseId,
            String kid) {

        Signed withText(String other) {
            return new Signed(kind, encrypted, other, licenseKey, fingerprint, licenseId, kid);
        }

        Signed withFingerprint(String other) {
            return new Signed(kind, encrypted, text, licenseKey, other, licenseId, kid);
        }
    }

    enum Kind {
        KEY("A signed key"),
        LICENSE("A license file"),
        MACHINE("A machine file");

        /** The heading in docs/verifying.md. */
        final String heading;

        Kind(String heading) {
            this.heading = heading;
        }
    }

    /**
     * Public keys, as a JWK set.
     *
     * @param url contains {@code .well-known/keyway-keys}; may be a folder's
     */
    record Keys(String url, String jwkSet) {}

    /**
     * The result of a verification.
     *
     * @param said the verified content, or the reason why it is not valid
     */
    record Verdict(boolean valid, String said) {}

    Verdict read(Keys keys, Signed signed);

    /**
     * Whether it compares the encoded text, as docs/verifying.md requires, or only the signature.
     */
    default boolean noticesReencoding() {
        return true;
    }

    /** Those that run on this machine; missing ones are printed. */
    static Map<String, OfflineReader> available() {
        Path clients = Keyway.HOME.resolve("clients");
        Map<String, OfflineReader> readers = new LinkedHashMap<>();
        readers.put("java", new InJava());
        readers.put("node", new Script(List.of("node", clients + "/node/verify.mjs")));
        if (runs("python3", "-c", "import cryptography")) {
            readers.put("python", new Script(List.of("python3", clients + "/python/verify.py")));
        } else {
            loud("python3 with the package cryptography is missing: clients/python is not tested");
        }
        if (runs("openssl", "version") && runs("jq", "--version") && runs("curl", "--version")) {
            readers.put("openssl", Recipe.ofTheDocument());
        } else {
            loud(
                    "openssl, jq or curl is missing: the commands of docs/verifying.md are not tested");
        }
        return readers;
    }

    record InJava() implements OfflineReader {
        @Override
        public Verdict read(Keys keys, Signed signed) {
            KeywayVerifier verifier = KeywayVerifier.ofJwkSet(keys.jwkSet());
            KeywayVerifier.Result result =
                    switch (signed.kind()) {
                        case KEY -> verifier.signedKey(signed.text());
                        case LICENSE -> verifier.licenseFile(signed.text(), signed.licenseKey());
                        case MACHINE ->
                                verifier.machineFile(
                                        signed.text(), signed.licenseKey(), signed.fingerprint());
                    };
            return switch (result) {
                case KeywayVerifier.Valid valid ->
                        new Verdict(true, valid.content() + "\nsigned by " + valid.kid());
                case KeywayVerifier.Refused refused ->
                        new Verdict(false, refused.reason() + ": " + refused.why());
            };
        }
    }

    /** A script: {@code <command> <keys> <file> [license key] [fingerprint]}. */
    record Script(List<String> command) implements OfflineReader {
        @Override
        public Verdict read(Keys keys, Signed signed) {
            Path folder = Keyway.emptyFolder();
            write(folder.resolve("keys.json"), keys.jwkSet());
            write(folder.resolve("signed"), signed.text());
            List<String> all = new ArrayList<>(command);
            all.addAll(List.of("keys.json", "signed", signed.licenseKey(), signed.fingerprint()));
            return run(folder, Map.of(), all);
        }
    }

    /** The commands in docs/verifying.md, by heading. */
    record Recipe(Map<String, List<String>> commands) implements OfflineReader {

        private static final Pattern HEADING_OR_COMMANDS =
                Pattern.compile("(?m)^## ([^\n]*)$|^```sh\n((?:(?!```).*\n)*)```$");

        static Recipe ofTheDocument() {
            Map<String, List<String>> commands = new HashMap<>();
            String heading = "";
            String document = textOf(Keyway.HOME.resolve("docs/verifying.md"));
            for (MatchResult found : HEADING_OR_COMMANDS.matcher(document).results().toList()) {
                if (found.group(1) != null) {
                    heading = found.group(1);
                } else {
                    commands.computeIfAbsent(heading, first -> new ArrayList<>())
                            .add(found.group(2));
                }
            }
            return new Recipe(commands);
        }

        @Override
        public boolean noticesReencoding() {
            return false;
        }

        @Override
        public Verdict read(Keys keys, Signed signed) {
            Path folder = Keyway.emptyFolder();
            write(folder.resolve("license.lic"), signed.text());
            write(folder.resolve("machine.lic"), signed.text());
            List<String> prepareAndShow = commands.get(signed.kind().heading);
            String script =
                    String.join(
                            "\n",
                            commands.get("The public keys").getFirst(),
                            prepareAndShow.get(0),
                            commands.get("The signature").getFirst(),
                            signed.encrypted() ? "echo encrypted" : prepareAndShow.get(1));
            return run(
                    folder,
                    Map.of("KEYWAY", keys.url(), "LICENSE_KEY", signed.text()),
                    List.of("bash", "-euo", "pipefail", "-c", script));
        }
    }

    private static Verdict run(Path folder, Map<String, String> environment, List<String> command) {
        Path output = folder.resolve("output.log");
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        try {
            Process process = builder.start();
            if (!process.waitFor(ENDS_WITHIN.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException(command.getFirst() + " does not end");
            }
            return new Verdict(process.exitValue() == 0, Files.readString(output));
        } catch (IOException missing) {
            return new Verdict(false, missing.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static boolean runs(String... command) {
        return run(Keyway.emptyFolder(), Map.of(), Stream.of(command).toList()).valid();
    }

    private static void loud(String message) {
        System.out.println("=== " + message + " ===");
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String textOf(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
