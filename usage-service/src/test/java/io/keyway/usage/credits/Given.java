package io.keyway.usage.credits;

import io.keyway.contracts.Money;
import io.keyway.contracts.id.CreditId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.usage.once.BilledOnce;
import java.time.Instant;
import java.time.YearMonth;
import java.util.List;

/** Credits of one payer for tests. */
final class Given {

    static final PartnerId VENDOR = PartnerId.next();
    static final PartnerId PAYER = PartnerId.next();
    static final YearMonth JAN = YearMonth.of(2026, 1);

    private Given() {}

    static Credit grant(long amount) {
        return credit(Credit.Kind.GRANT, amount, 50, JAN.plusMonths(11), null);
    }

    static Credit prepaid(long amount) {
        return credit(Credit.Kind.PREPAID, amount, 50, JAN.plusMonths(11), null);
    }

    static Credit credit(
            Credit.Kind kind, long amount, int priority, YearMonth until, List<String> meters) {
        boolean paid = kind == Credit.Kind.PREPAID;
        return new Credit(
                CreditId.next(),
                PAYER,
                PAYER.value(),
                VENDOR,
                List.of(VENDOR, PAYER),
                kind,
                eur(amount),
                paid ? eur(amount) : null,
                paid ? BilledOnce.from(JAN) : null,
                JAN,
                until,
                meters,
                priority,
                "Welcome",
                VENDOR,
                null,
                Instant.EPOCH,
                List.of(),
                null);
    }

    static Money eur(long cents) {
        return new Money(cents, "EUR");
    }
}
