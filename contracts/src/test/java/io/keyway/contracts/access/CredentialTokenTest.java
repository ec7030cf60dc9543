package io.keyway.contracts.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyway.contracts.access.CredentialToken.Kind;
import io.keyway.contracts.id.CredentialId;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CredentialTokenTest {

    private final CredentialToken token = CredentialToken.generate(Kind.KEY, CredentialId.next());

    @Test
    void isReadBackFromItsText() {
        assertThat(CredentialToken.parse(token.text())).contains(token);
        assertThat(token.text()).matches("kw_key_[0-9a-z]{26}_[0-9A-Za-z]{38}");
    }

    @Test
    void refusesAMistypedToken() {
        String text = token.text();
        char last = text.charAt(text.length() - 8);
        String mistyped =
                text.substring(0, text.length() - 8)
                        + (last == 'a' ? 'b' : 'a')
                        + text.substring(text.length() - 7);
        assertThat(CredentialToken.parse(mistyped)).isEmpty();
        for (String none :
                new String[] {
                    "",
                    "kw_",
                    "Bearer x",
                    text.substring(1),
                    text + "x",
                    text.toUpperCase(java.util.Locale.ROOT)
                }) {
            assertThat(CredentialToken.parse(none)).as(none).isEqualTo(Optional.empty());
        }
    }

    @Test
    void matchesOnlyItsOwnHashAndHidesItsSecret() {
        assertThat(token.matches(token.hash())).isTrue();
        assertThat(token.matches(CredentialToken.generate(Kind.KEY, token.id()).hash())).isFalse();
        assertThat(token.toString()).doesNotContain(token.text());
    }
}
