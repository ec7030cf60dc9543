package io.keyway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The shell blocks of the guide's pages, run as they stand, with other sign-ins. */
class ApiGuideJourney {

    private static final Pattern SHELL = Pattern.compile("```sh\n(.*?)```", Pattern.DOTALL);
    private static final int SECONDS_MAX = 120;

    private final Keyway keyway = Keyway.shared();
    private Tree tree;

    @BeforeEach
    void aNetworkWithALicense() {
        tree = new Tree(keyway);
        Tree.created(
                keyway.post(
                        tree.reseller,
                        "/api/v1/licenses",
                        Map.of(
                                "productId",
                                tree.product,
                                "policyId",
                                tree.policy,
                                "customerId",
                                tree.customerId,
                                "quantity",
                                1)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"operator", "vendor", "distributor", "reseller", "customer", "product"})
    void everyCallOfThePageWorks(String page) throws Exception {
        Path output = Files.createTempFile("guide-" + page, ".txt");
        Process shell =
                new ProcessBuilder("bash", "-euo", "pipefail", "-c", script(page))
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
        boolean ended = shell.waitFor(SECONDS_MAX, TimeUnit.SECONDS);
        shell.destroyForcibly();
        String printed = Files.readString(output);
        assertThat(ended).as(printed).isTrue();
        assertThat(shell.exitValue()).as(printed).isZero();
        assertThat(printed).as("each page shows something").isNotBlank();
    }

    private String script(String page) throws IOException {
        Path guide = Keyway.HOME.resolve("docs/api/" + page + ".md");
        String calls =
                SHELL.matcher(Files.readString(guide))
                        .results()
                        .map((MatchResult block) -> block.group(1))
                        .collect(Collectors.joining())
                        .replace("http://localhost:8080", keyway.url());
        return page.equals("operator")
                ? calls
                : calls.replace("vendor@northwind.example", Tree.email(tree.vendorName))
                        .replace("distributor@contoso.example", Tree.email(tree.distributorName))
                        .replace("reseller@fabrikam.example", Tree.email(tree.resellerName))
                        .replace("ada@lovelace.example", tree.customerEmail)
                        .replace("keyway-local", "'" + Tree.PASSWORD + "'")
                        .replace("com.northwind.message.sent", "message.sent");
    }
}
