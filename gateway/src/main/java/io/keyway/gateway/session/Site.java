package io.keyway.gateway.session;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Whose page a request is for, by the host that it names. */
public sealed interface Site {

    /** The installation's own. */
    record Main() implements Site {}

    /** {@code <name>.partner.<host>}: a partner may have this login domain. */
    record LoginDomain(String name) implements Site {}

    /** It looks like a partner's, and can be nobody's. */
    record Nobodys() implements Site {}

    /**
     * Exactly the one spelling of a login domain is taken. What merely looks like it (capitals, a
     * dot at the end, letters of other alphabets, more labels) is nobody's, never the main site.
     *
     * @param header the request's Host, with or without a port
     * @param host the installation's name
     */
    static Site of(@Nullable String header, String host) {
        String name = header == null ? "" : header.replaceFirst(":\\d{0,5}$", "");
        String partners = ".partner." + host;
        Matcher exact = Pattern.compile("([a-z]{2,63})" + Pattern.quote(partners)).matcher(name);
        if (exact.matches()) {
            return new LoginDomain(exact.group(1));
        }
        return ("." + name.toLowerCase(Locale.ROOT)).contains(".partner.")
                ? new Nobodys()
                : new Main();
    }
}
