package io.keyway.partner.customers;

import io.keyway.contracts.Dated;
import io.keyway.contracts.ProblemCode;
import io.keyway.contracts.event.CustomerEvent.CustomerTransferred;
import io.keyway.contracts.event.PlanPeriod;
import io.keyway.contracts.id.CustomerId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.contracts.id.PlanId;
import io.keyway.kit.KitProperties;
import io.keyway.kit.http.Refused;
import io.keyway.kit.store.Decision;
import io.keyway.partner.PartnerProperties;
import io.keyway.partner.customers.Customer.TransferCode;
import io.keyway.partner.plans.PlanChange;
import io.keyway.partner.throttle.Counts;
import io.keyway.partner.throttle.Limit;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Moves a customer to another partner of its vendor, with a code that only the customer can get.
 */
@Component
class TransferCustomers {

    private static final int DIGITS = 8;
    private static final int CODES = 100_000_000;
    private static final String ALGORITHM = "HmacSHA256";

    /** Codes drawn until one is free: two customers of a vendor never have the same one. */
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

    /** A new code in clear text, which only its customer ever sees. */
    record Drawn(String code, Instant expiresAt) {}

    /** Draws a new code for the customer; its former one stops working. */
    Drawn draw(Customer customer) {
        Instant expiresAt = clock.instant().plus(settings.codeLifetime());
        for (int draw = 0; draw < DRAWS_MAX; draw++) {
            String code = String.format(Locale.ROOT, "%0" + DIGITS + "d", random.nextInt(CODES));
            String hash = hash(customer.scope().getFirst(), code);
            if (customers.setTransferCode(customer.id(), new TransferCode(hash, expiresAt))) {
                return new Drawn(code, expiresAt);
            }
        }
        throw new Refused(ProblemCode.UNAVAILABLE);
    }

    /**
     * A customer as the transfer leaves it.
     *
     * @param planEnds whether it loses its plan by that, or the one that is to come
     */
    record Transfer(Customer customer, boolean planEnds) {

        private static Transfer of(Customer before, Customer after, LocalDate today) {
            return new Transfer(after, !plans(after, today).containsAll(plans(before, today)));
        }

        private static Set<PlanId> plans(Customer customer, LocalDate today) {
            return PlanPeriod.plans(Dated.onwards(customer.planPeriods(), today))
                    .collect(Collectors.toSet());
        }
    }

    /**
     * What the code would do; nothing is changed.
     *
     * @param to from the vendor down to the partner that takes the customer over
     */
    Transfer preview(List<PartnerId> to, String code) {
        Customer customer = withCode(hash(to.getFirst(), code), to);
        return Transfer.of(customer, ownership.transferred(customer, to), PlanChange.today(clock));
    }

    /**
     * Moves the customer and uses up its code.
     *
     * @param to from the vendor down to the partner that takes it over
     */
    Transfer commit(List<PartnerId> to, String code) {
        String hash = hash(to.getFirst(), code);
        Customer before = withCode(hash, to);
        CustomerId id = before.id();
        customers.change(
                id,
                stored -> {
                    // Another partner may have used the code, or the customer drew a new one.
                    if (!isValid(stored.state().transferCode(), hash)) {
                        throw new Refused(ProblemCode.UNKNOWN_TRANSFER_CODE);
                    }
                    Customer moved = ownership.transferred(stored.state(), to);
                    return Decision.change(moved, new CustomerTransferred(moved.toState()));
                });
        return Transfer.of(
                before,
                ownership.reassign(id).orElseThrow(Refused::notFound).state(),
                PlanChange.today(clock));
    }

    private Customer withCode(String hash, List<PartnerId> to) {
        SequencedMap<String, Limit> limits = limits(to);
        Duration wait = counts.tryAcquireAll(limits);
        if (!wait.isZero()) {
            throw Refused.tooManyRequests(wait);
        }
        Customer customer =
                customers
                        .byTransferCode(hash)
                        .filter(found -> isValid(found.transferCode(), hash))
                        .orElseThrow(() -> new Refused(ProblemCode.UNKNOWN_TRANSFER_CODE));
        counts.release(limits.keySet());
        if (customer.partnerId().equals(to.getLast())) {
            throw new Refused(ProblemCode.CONFLICT, "The customer is yours already.");
        }
        return customer;
    }

    /** Each attempt is counted before the code is looked up, so that concurrent ones count too. */
    private SequencedMap<String, Limit> limits(List<PartnerId> to) {
        SequencedMap<String, Limit> limits = new LinkedHashMap<>();
        limits.put(
                "transfer codes of partner " + to.getLast(),
                new Limit.FixedWindow(settings.guessesPerPartner(), settings.guessSpan()));
        limits.put(
                "transfer codes of tree " + to.getFirst(),
                new Limit.FixedWindow(settings.guessesPerVendor(), settings.guessSpan()));
        return limits;
    }

    private boolean isValid(@Nullable TransferCode code, String hash) {
        return code != null
                && code.hash().equals(hash)
                && clock.instant().isBefore(code.expiresAt());
    }

    /** The vendor is part of the hash, so that a code is unknown in every other tree. */
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
