package io.keyway.partner.partners;

import io.keyway.contracts.ProblemCode;
import io.keyway.contracts.id.PartnerId;
import io.keyway.kit.http.Refused;
import io.keyway.kit.store.Decision;
import io.keyway.kit.store.Stored;
import java.time.Clock;
import java.time.Instant;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.springframework.stereotype.Component;

/**
 * Prevents that a partner or customer is created below a partner while that partner is deleted or
 * becomes a reseller.
 *
 * <p>The decision closes the partner first, then looks for partners below it. A creation writes the
 * new one first, then asks {@link #isOpen}. So at least one of the two sees the other. A partner
 * that was closed by a process that died is open again after a minute.
 */
@Component
public class PartnerLock {

    /** How often a decision is tried again because the partner was changed meanwhile. */
    private static final int ATTEMPTS_MAX = 10;

    private final Partners partners;
    private final Clock clock;

    PartnerLock(Partners partners, Clock clock) {
        this.partners = partners;
        this.clock = clock;
    }

    /**
     * Closes the partner and decides if there is no partner below it.
     *
     * @param check throws to refuse before anything is written
     * @param decide writes the decision on the closed partner; false if the partner was changed
     *     since it was read, then all is tried again
     * @throws Refused {@code partners_below} if there is a partner below it; {@code conflict} if it
     *     is changed too often meanwhile
     */
    public void withNobodyBelow(
            PartnerId id, Consumer<Stored<Partner>> check, Predicate<Stored<Partner>> decide) {
        for (int attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
            Instant now = clock.instant();
            Stored<Partner> closed =
                    partners.change(
                            id,
                            stored -> {
                                check.accept(stored);
                                return Decision.change(stored.state().closed(now));
                            });
            boolean decided = false;
            try {
                if (partners.hasPartnersBelow(id)) {
                    throw new Refused(ProblemCode.PARTNERS_BELOW);
                }
                decided = decide.test(closed);
            } finally {
                if (!decided) {
                    partners.open(id);
                }
            }
            if (decided) {
                return;
            }
        }
        throw new Refused(ProblemCode.CONFLICT, "Others are changing it: try again.");
    }

    /** Whether something that was just created below the partner may stay. */
    public boolean isOpen(PartnerId id) {
        return partners.load(id).filter(this::isOpen).isPresent();
    }

    /**
     * Clears an expired lock first, so that the process that left it can no longer decide by it.
     */
    private boolean isOpen(Partner partner) {
        if (partner.closedAt() != null && !partner.isClosed(clock.instant())) {
            partners.open(partner.id());
            return true;
        }
        return partner.closedAt() == null;
    }
}
