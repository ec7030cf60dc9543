package io.keyway.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import org.junit.jupiter.api.Test;

class BrowserDocsJourney {

    private static final Portal portal = Portal.shared();

    private final Tree tree = new Tree(Keyway.shared());

    @Test
    void signsInOnTheReferencePageAndTriesCalls() {
        try (Visitor developer = portal.visit()) {
            developer.open("/docs#/me/getMe");
            developer.page.locator("#sign-in [name=username]").fill(Tree.email(tree.resellerName));
            developer.page.locator("#sign-in [name=password]").fill(Tree.PASSWORD);
            developer.click("Sign in");
            developer.reads("Signed in as " + Tree.email(tree.resellerName));

            Locator me = developer.page.locator("#operations-me-getMe");
            me.locator("button.execute").click();

            assertThat(me.locator(".live-responses-table tr.response .response-col_status").first())
                    .containsText("200");
            assertThat(me.locator(".live-responses-table")).containsText(tree.resellerName);
            // Swagger UI is not ours: its page is not judged for accessibility.
            developer.picture("docs-signed-in");
        }
    }
}
