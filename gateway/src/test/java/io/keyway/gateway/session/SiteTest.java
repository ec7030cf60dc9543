package io.keyway.gateway.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SiteTest {

    @Test
    void acceptsExactlyOneSpellingOfALoginDomain() {
        assertThat(Site.of("acme.partner.keyway.example", "keyway.example"))
                .isEqualTo(new Site.LoginDomain("acme"));
        assertThat(Site.of("acme.partner.localhost:8080", "localhost"))
                .isEqualTo(new Site.LoginDomain("acme"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ACME.partner.localhost",
                "acme.PARTNER.localhost",
                "acme.partner.LOCALHOST",
                "acme.partner.localhost.",
                "acme.partner.localhost.:8080",
                "xn--cme-7cd.partner.localhost",
                "\u0430cme.partner.localhost",
                "a.partner.localhost",
                "acme1.partner.localhost",
                "ac-me.partner.localhost",
                "acme.acme.partner.localhost",
                ".partner.localhost",
                "partner.localhost",
                "acme.partner.other.example",
                "acme.partner.localhost.evil.example",
                "acme.partner.localhost:80:80"
            })
    void refusesMalformedLoginDomains(String host) {
        assertThat(Site.of(host, "localhost")).isEqualTo(new Site.Invalid());
    }

    @Test
    void everythingElseIsTheMainSite() {
        for (String host :
                new String[] {
                    "localhost:8080", "127.0.0.1:8080", "[::1]:8080", "gateway", "", null
                }) {
            assertThat(Site.of(host, "localhost")).isEqualTo(new Site.Main());
        }
    }
}
