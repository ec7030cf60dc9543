package io.keyway.gateway.session;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The site that a request is for, by its Host header. */
public sealed interface Site {

    /** The main site of the installation. */
    record Main() implements Site {}

    /**
     * {@code <name>.partner.<host>}: the site of the partner with this login domain, if there is
     * one.
     */
    record LoginDomain(String name) implements Site {}

    /** Looks like a partner's site, but cannot be one. */
    record Invalid() implements Site {}

    /**
     * Reads the Host header. A login domain has exactly one spelling: a host that only looks like
     * one (capitals, a trailing dot, letters of other alphabets, more labels) is {@code Invalid},
     * never the main site.
     *
     * @param header the request's Host, with or without a port
     * @param host host name of the installation
     */
    static Site of(@Nullable String header, String host) {
        String name = header == null ? "" : header.replaceFirst(":\\d{0,5}$", "");
        String partners = ".partner." + host;
        Matcher exact = Pattern.compile("([a-z]{2,63})" + Pattern.quote(partners)).matcher(name);
        if (exact.matches()) {
            return new LoginDomain(exact.group(1));
        }
        return ("." + name.toLowerCase(Locale.ROOT)).contains(".partner.")
                ? new Invalid()
                : new Main();
    }
}
