package io.keyway.e2e;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The portal in the Chromium of the Linux distribution: one browser for all journeys. */
final class Portal {

    static final Path OUTPUT = Keyway.HOME.resolve("e2e/target");

    private static Portal shared;
    private static Tree network;
    private static Instant networkUntil = Instant.MIN;

    private final Browser browser;
    private final String url;

    private Portal(Keyway keyway) {
        Playwright playwright =
                Playwright.create(
                        new Playwright.CreateOptions()
                                .setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        Runtime.getRuntime().addShutdownHook(new Thread(playwright::close));
        browser =
                playwright
                        .chromium()
                        .launch(
                                new BrowserType.LaunchOptions()
                                        .setExecutablePath(chromium())
                                        .setArgs(
                                                List.of(
                                                        "--no-sandbox",
                                                        "--disable-gpu",
                                                        "--disable-quic",
                                                        "--no-first-run",
                                                        "--disable-background-networking",
                                                        "--disable-component-update",
                                                        "--disable-sync")));
        url = keyway.url();
    }

    static synchronized Portal shared() {
        if (shared == null) {
            shared = new Portal(Keyway.shared());
        }
        return shared;
    }

    /**
     * The network that all journeys share. A journey that deactivates or renames members makes
     * another one.
     */
    static synchronized Tree network() {
        if (network == null || Instant.now().isAfter(networkUntil)) {
            network = new Tree(Keyway.shared());
            networkUntil = Instant.now().plus(Keyway.TOKENS_KEPT);
        }
        return network;
    }

    /** A new visitor on the installation's own address. */
    Visitor visit() {
        return visit(ColorScheme.LIGHT);
    }

    Visitor visit(ColorScheme colors) {
        return new Visitor(browser, url, colors);
    }

    /** A new visitor on a partner's address. */
    Visitor visitLoginDomain(String loginDomain) {
        return new Visitor(
                browser,
                url.replace("//localhost", "//" + loginDomain + ".partner.localhost"),
                ColorScheme.LIGHT);
    }

    private static Path chromium() {
        List<String> names = List.of("chromium", "chromium-browser", "google-chrome");
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .flatMap(folder -> names.stream().map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(
                        () ->
                                new IllegalStateException(
                                        "The browser tests need Chromium: none of "
                                                + names
                                                + " is on the PATH"));
    }
}
