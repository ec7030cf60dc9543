package io.keyway.partner.customers;

import io.keyway.contracts.ProblemCode;
import io.keyway.contracts.event.CustomerEvent.CustomerTransferred;
import io.keyway.contracts.id.CustomerId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.kit.KitProperties;
import io.keyway.kit.http.Refused;
import io.keyway.kit.store.Decision;
import io.keyway.partner.PartnerProperties;
import io.keyway.partner.customers.Customer.TransferCode;
import io.keyway.partner.throttle.Counts;
import io.keyway.partner.throttle.Limit;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Moves a customer to another partner of its vendor, with a code that only the customer can make.
 */
@Component
class TransferCustomers {

    private static final int DIGITS = 8;
    private static final int CODES = 100_000_000;
    private static final String ALGORITHM = "HmacSHA256";

    /** Two live codes of a vendor are never the same; that it takes a second draw is rare. */
    private static final int DRAWS_MAX = 20;

    private final Customers customers;
    private final Counts counts;
    private final CustomerOwnership ownership;
    private final PartnerProperties.Transfer settings;
    private final byte[] key;
    private final SecureRandom random = new SecureRandom();
    private final Clock clock;

    TransferCustomers(
            Customers customers,
            Counts counts,
            CustomerOwnership ownership,
            PartnerProperties settings,
            KitProperties kit,
            Clock clock) {
        this.customers = customers;
        this.counts = counts;
        this.ownership = ownership;
        this.settings = settings.transfer();
        byte[] secret = Base64.getDecoder().decode(kit.scopeKey());
        this.key = hmac(secret, "customer transfer codes");
        this.clock = clock;
    }

    /** The code in the clear: only its owner ever sees it. */
    record Drawn(String code, Instant expiresAt) {}

    /** A new code for the customer; the one it had is good no more. */
    Drawn draw(Customer customer) {
        Instant expiresAt = clock.instant().plus(settings.codeLifetime());
        for (int draw = 0; draw < DRAWS_MAX; draw++) {
            String code = String.format(Locale.ROOT, "%0" + DIGITS + "d", random.nextInt(CODES));
            String hash = hash(customer.scope().getFirst(), code);
            if (customers.give(customer.id(), new TransferCode(hash, expiresAt))) {
                return new Drawn(code, expiresAt);
            }
        }
        throw new Refused(ProblemCode.UNAVAILABLE);
    }

    /** Who would come with the code; nothing changes. */
    Customer preview(List<PartnerId> to, String code) {
        return comingWith(hash(to.getFirst(), code), to);
    }

    /** Takes the customer over, once. */
    Customer commit(List<PartnerId> to, String code) {
        String hash = hash(to.getFirst(), code);
        CustomerId id = comingWith(hash, to).id();
        customers.change(
                id,
                stored -> {
                    // Somebody else may have been faster, or the customer drew another one.
                    if (!isGood(stored.state().transferCode(), hash)) {
                        throw new Refused(ProblemCode.UNKNOWN_TRANSFER_CODE);
                    }
                    Customer moved = stored.state().belongingTo(to);
                    return Decision.change(moved, new CustomerTransferred(moved.toState()));
                });
        return ownership.settle(id).orElseThrow(Refused::notFound).state();
    }

    private Customer comingWith(String hash, List<PartnerId> to) {
        SequencedMap<String, Limit> limits = limits(to);
        Duration wait = counts.takeEach(limits);
        if (!wait.isZero()) {
            throw Refused.tooManyRequests(wait);
        }
        Customer customer =
                customers
                        .byTransferCode(hash)
                        .filter(found -> isGood(found.transferCode(), hash))
                        .orElseThrow(() -> new Refused(ProblemCode.UNKNOWN_TRANSFER_CODE));
        counts.giveBack(limits.keySet());
        if (customer.partnerId().equals(to.getLast())) {
            throw new Refused(ProblemCode.CONFLICT, "The customer is yours already.");
        }
        return customer;
    }

    /** A try counts before the code is looked at: any number at once are no more than the limit. */
    private SequencedMap<String, Limit> limits(List<PartnerId> to) {
        SequencedMap<String, Limit> limits = new LinkedHashMap<>();
        limits.put(
                "transfer codes of partner " + to.getLast(),
                new Limit.PerSpan(settings.guessesPerPartner(), settings.guessSpan()));
        limits.put(
                "transfer codes of tree " + to.getFirst(),
                new Limit.PerSpan(settings.guessesPerVendor(), settings.guessSpan()));
        return limits;
    }

    private boolean isGood(@Nullable TransferCode code, String hash) {
        return code != null
                && code.hash().equals(hash)
                && clock.instant().isBefore(code.expiresAt());
    }

    /** With the vendor in it, a code is unknown in every other tree. */
    private String hash(PartnerId vendor, String code) {
        return HexFormat.of().formatHex(hmac(key, vendor + ":" + code));
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every JDK has HMAC with SHA-256", impossible);
        }
    }
}
