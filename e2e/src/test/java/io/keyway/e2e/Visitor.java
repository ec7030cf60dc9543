package io.keyway.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.args.AxeRunOptions;
import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import com.microsoft.playwright.options.ViewportSize;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** A visitor of the portal, with a browser profile of its own. */
final class Visitor implements AutoCloseable {

    /** Ends the name of a dark-mode screenshot whose screen has a light one too. */
    static final String DARK = "-dark";

    final Page page;

    private static final Set<String> GRAVE = Set.of("serious", "critical");

    // Long, because the machine may be busy with the rest of the build.
    private static final double PATIENCE_MS = 30_000;

    private final String url;
    private final BrowserContext context;
    private final List<String> faults = new ArrayList<>();

    Visitor(Browser browser, String url, ColorScheme colors) {
        this.url = url;
        context =
                browser.newContext(
                        new Browser.NewContextOptions()
                                .setLocale("en-GB")
                                .setViewportSize(1280, 860)
                                .setReducedMotion(ReducedMotion.REDUCE)
                                .setColorScheme(colors));
        context.setDefaultTimeout(PATIENCE_MS);
        page = context.newPage();
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MS);
        page.onPageError(error -> faults.add("uncaught: " + error));
        page.onConsoleMessage(
                message -> {
                    if (message.text().contains("Content Security Policy")) {
                        faults.add(message.text());
                    }
                });
    }

    Visitor open(String path) {
        page.navigate(url + path);
        return this;
    }

    /** Signs in through the sign-in page. */
    Visitor signIn(String email, String password) {
        open("/sign-in");
        field("E-mail").fill(email);
        field("Password").fill(password);
        click("Sign in");
        return this;
    }

    Visitor enter(String email, String password) {
        signIn(email, password);
        assertThat(page).not().hasURL(Pattern.compile("/sign-in"));
        settle();
        return this;
    }

    /** Checks which page is open, by its main heading. */
    Visitor shows(String heading) {
        assertThat(heading(heading)).isVisible();
        return this;
    }

    Locator heading(String heading) {
        return page.getByRole(
                AriaRole.HEADING,
                new Page.GetByRoleOptions().setName(heading).setLevel(1).setExact(true));
    }

    Locator field(String label) {
        // Labels of required fields end with a star. JavaScript has no \Q quoting.
        String quoted = label.replaceAll("[()]", "\\\\$0");
        return page.getByLabel(Pattern.compile("^" + quoted + "( \\*)?$")).first();
    }

    Visitor fill(String label, String value) {
        field(label).fill(value);
        return this;
    }

    Locator button(String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    Visitor click(String button) {
        button(button).click();
        return this;
    }

    /** A button of the open dialog; the page behind may have one of the same name. */
    Locator inDialog(String button) {
        return page.getByRole(AriaRole.DIALOG)
                .getByRole(
                        AriaRole.BUTTON,
                        new Locator.GetByRoleOptions().setName(button).setExact(true));
    }

    Visitor toggle(String name) {
        page.getByRole(AriaRole.SWITCH, new Page.GetByRoleOptions().setName(name)).click();
        return this;
    }

    Locator link(String name) {
        return page.getByRole(
                AriaRole.LINK, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    Visitor follow(String link) {
        link(link).first().click();
        return this;
    }

    Visitor tab(String name) {
        Locator tab =
                page.getByRole(
                        AriaRole.TAB, new Page.GetByRoleOptions().setName(name).setExact(true));
        tab.click();
        // Only the selected tab's panel exists and says whether it is loading.
        assertThat(tab).hasAttribute("aria-selected", "true");
        return this;
    }

    Visitor choose(String label, String option) {
        page.getByRole(AriaRole.COMBOBOX, new Page.GetByRoleOptions().setName(label))
                .first()
                .click();
        page.getByRole(AriaRole.OPTION, new Page.GetByRoleOptions().setName(option))
                .first()
                .click();
        return this;
    }

    Locator row(String containing) {
        return page.getByRole(AriaRole.ROW)
                .filter(new Locator.FilterOptions().setHasText(containing));
    }

    Visitor reads(String text) {
        assertThat(page.getByText(text).first()).isVisible();
        return this;
    }

    /** The links in the side bar, from the top. */
    List<String> navigation() {
        return page.getByRole(AriaRole.NAVIGATION, new Page.GetByRoleOptions().setName("Main"))
                .getByRole(AriaRole.LINK)
                .allInnerTexts();
    }

    /** Waits until everything that was requested has arrived and nothing moves. */
    Visitor settle() {
        page.waitForFunction(
                "() => !document.querySelector('[aria-busy=true]')"
                        + " && document.getAnimations().every(one => one.playState !== 'running')");
        return this;
    }

    /** Keeps a screenshot; serious accessibility violations are reported at the end. */
    Visitor keep(String name) {
        settle();
        int beyond =
                (int)
                        page.evaluate(
                                "() => document.documentElement.scrollWidth - window.innerWidth");
        if (beyond > 0) {
            faults.add(name + ": is " + beyond + " pixels wider than the screen");
        }
        picture(name);
        axe(name).analyze().getViolations().stream()
                .filter(rule -> GRAVE.contains(rule.getImpact()))
                .map(rule -> name + ": " + describe(rule))
                .forEach(faults::add);
        return this;
    }

    /**
     * Checks accessibility. A dark-mode screen with a light twin is checked for its colours only.
     */
    private AxeBuilder axe(String name) {
        AxeRunOptions options = new AxeRunOptions();
        // Collecting what is right as well would take longer than the check.
        options.setResultTypes(List.of("violations"));
        AxeBuilder axe = new AxeBuilder(page).setLegacyMode(true).options(options);
        return name.endsWith(DARK) ? axe.withRules(List.of("color-contrast")) : axe;
    }

    /** A screenshot of the whole page, in a window of its height. */
    void picture(String name) {
        ViewportSize size = page.viewportSize();
        int height = (int) page.evaluate("() => document.documentElement.scrollHeight");
        boolean taller = height > size.height;
        if (taller) {
            page.setViewportSize(size.width, height);
        }
        page.screenshot(
                new Page.ScreenshotOptions()
                        .setPath(Portal.OUTPUT.resolve("screenshots/" + name + ".png")));
        if (taller) {
            page.setViewportSize(size.width, size.height);
        }
    }

    private static String describe(Rule rule) {
        return rule.getImpact()
                + " "
                + rule.getId()
                + ": "
                + rule.getNodes().stream()
                        .map(node -> node.getHtml() + " " + node.getFailureSummary())
                        .toList();
    }

    /** Presses Tab until the element has the focus. */
    Visitor tabTo(Locator target) {
        return press("Tab", target);
    }

    Visitor press(String key, Locator target) {
        target.waitFor();
        for (int i = 0; i < 120; i++) {
            if (hasFocus(target)) {
                return this;
            }
            page.keyboard().press(key);
        }
        throw new AssertionError("cannot be reached with " + key + ": " + target);
    }

    private static boolean hasFocus(Locator target) {
        return (boolean) target.evaluate("one => one === document.activeElement");
    }

    Visitor type(String text) {
        page.keyboard().type(text);
        return this;
    }

    @Override
    public void close() {
        context.close();
        assertThat(faults).isEmpty();
    }
}
