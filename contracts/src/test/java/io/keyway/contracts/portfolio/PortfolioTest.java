package io.keyway.contracts.portfolio;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyway.contracts.event.GrantEvent.Grant;
import io.keyway.contracts.event.GrantEvent.GrantsState;
import io.keyway.contracts.id.PartnerId;
import io.keyway.contracts.id.PolicyId;
import io.keyway.contracts.id.ProductId;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PortfolioTest {

    private static final PartnerId VENDOR = PartnerId.next();
    private static final PartnerId DISTRIBUTOR = PartnerId.next();
    private static final PartnerId RESELLER = PartnerId.next();
    private static final List<PartnerId> PATH = List.of(VENDOR, DISTRIBUTOR, RESELLER);
    private static final ProductId PRODUCT = ProductId.next();
    private static final ProductId OTHER_PRODUCT = ProductId.next();
    private static final PolicyId POLICY = PolicyId.next();
    private static final PolicyId OTHER_POLICY = PolicyId.next();
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Grant WHOLE = new Grant(PRODUCT, null, null, null);

    private final Map<PartnerId, GrantsState> grants = new HashMap<>();

    @Test
    void theVendorMaySellAllThatIsItsOwn() {
        Portfolio portfolio = new Portfolio(List.of(VENDOR), Map.of());
        assertThat(portfolio.contains(PRODUCT, POLICY, NOW)).isTrue();
        assertThat(portfolio.contains(PRODUCT, NOW)).isTrue();
    }

    @Test
    void containsOnlyGrantsOfEveryPartnerOnThePath() {
        give(DISTRIBUTOR, WHOLE);
        give(RESELLER, WHOLE);
        assertThat(portfolio().contains(PRODUCT, POLICY, NOW)).isTrue();
        assertThat(portfolio().contains(PRODUCT, NOW)).isTrue();
        assertThat(portfolio().refusedAt(PRODUCT, POLICY, NOW)).isEmpty();
    }

    @Test
    void namesTheFirstPartnerThatMayNotSellIt() {
        give(DISTRIBUTOR, WHOLE);
        assertThat(portfolio().refusedAt(PRODUCT, POLICY, NOW)).contains(RESELLER);
        grants.clear();
        give(RESELLER, WHOLE);
        assertThat(portfolio().refusedAt(PRODUCT, POLICY, NOW)).contains(DISTRIBUTOR);
        grants.clear();
        assertThat(portfolio().refusedAt(PRODUCT, POLICY, NOW)).contains(DISTRIBUTOR);
    }

    @Test
    void namesTheGapOfTheFirstPartner() {
        assertThat(portfolio().gapAt(RESELLER, PRODUCT, POLICY))
                .isEqualTo(Portfolio.Gap.PRODUCT_NOT_GRANTED);
        give(RESELLER, new Grant(PRODUCT, Set.of(OTHER_POLICY), null, null));
        assertThat(portfolio().gapAt(RESELLER, PRODUCT, POLICY))
                .isEqualTo(Portfolio.Gap.POLICY_NOT_GRANTED);
        give(RESELLER, new Grant(PRODUCT, Set.of(POLICY), null, NOW));
        assertThat(portfolio().gapAt(RESELLER, PRODUCT, POLICY))
                .isEqualTo(Portfolio.Gap.GRANT_EXPIRED);
    }

    @Test
    void theTightestBoundsAlongThePathHold() {
        Instant soon = NOW.plusSeconds(60);
        Instant later = NOW.plusSeconds(3600);
        give(DISTRIBUTOR, new Grant(PRODUCT, null, 10L, later));
        assertThat(portfolio().terms(PRODUCT, POLICY, NOW)).isEmpty();
        give(RESELLER, new Grant(PRODUCT, null, null, soon));
        assertThat(portfolio().terms(PRODUCT, POLICY, NOW))
                .contains(new Portfolio.Terms(10L, soon));
        give(RESELLER, new Grant(PRODUCT, null, 20L, null));
        assertThat(portfolio().terms(PRODUCT, POLICY, NOW))
                .contains(new Portfolio.Terms(10L, later));
        assertThat(new Portfolio(List.of(VENDOR), Map.of()).terms(PRODUCT, POLICY, NOW))
                .contains(new Portfolio.Terms(null, null));
    }

    @Test
    void ofTwoGrantsThatCoverItTheWiderMayBeUsed() {
        give(DISTRIBUTOR, WHOLE);
        give(
                RESELLER,
                new Grant(PRODUCT, null, 5L, NOW.plusSeconds(60)),
                new Grant(PRODUCT, Set.of(POLICY), 7L, null));
        assertThat(portfolio().terms(PRODUCT, POLICY, NOW)).contains(new Portfolio.Terms(7L, null));
        assertThat(portfolio().terms(PRODUCT, OTHER_POLICY, NOW))
                .contains(new Portfolio.Terms(5L, NOW.plusSeconds(60)));
    }

    @Test
    void shrinksAtOnceWhenAParentsGrantShrinks() {
        give(DISTRIBUTOR, WHOLE);
        give(RESELLER, WHOLE);
        assertThat(portfolio().contains(PRODUCT, OTHER_POLICY, NOW)).isTrue();
        give(DISTRIBUTOR, new Grant(PRODUCT, Set.of(POLICY), null, null));
        assertThat(portfolio().contains(PRODUCT, POLICY, NOW)).isTrue();
        assertThat(portfolio().contains(PRODUCT, OTHER_POLICY, NOW)).isFalse();
    }

    @Test
    void eachPartnerNeedsAGrantThatCoversThePolicyItself() {
        give(DISTRIBUTOR, new Grant(PRODUCT, Set.of(POLICY), null, null));
        give(RESELLER, new Grant(PRODUCT, Set.of(OTHER_POLICY), null, null));
        assertThat(portfolio().refusedAt(PRODUCT, POLICY, NOW)).contains(RESELLER);
        assertThat(portfolio().refusedAt(PRODUCT, OTHER_POLICY, NOW)).contains(DISTRIBUTOR);
    }

    @Test
    void anyOneOfSeveralGrantsIsEnough() {
        give(
                DISTRIBUTOR,
                new Grant(OTHER_PRODUCT, null, null, null),
                new Grant(PRODUCT, Set.of(POLICY), null, null));
        give(
                RESELLER,
                new Grant(PRODUCT, Set.of(OTHER_POLICY), null, null),
                new Grant(PRODUCT, Set.of(POLICY), 5L, null));
        assertThat(portfolio().contains(PRODUCT, POLICY, NOW)).isTrue();
        assertThat(portfolio().contains(OTHER_PRODUCT, POLICY, NOW)).isFalse();
        assertThat(portfolio().contains(OTHER_PRODUCT, NOW)).isFalse();
    }

    @Test
    void aGrantOfNoPoliciesCoversNone() {
        give(DISTRIBUTOR, WHOLE);
        give(RESELLER, new Grant(PRODUCT, Set.of(), null, null));
        assertThat(portfolio().contains(PRODUCT, POLICY, NOW)).isFalse();
    }

    @Test
    void aGrantNoLongerHoldsAtTheInstantThatItExpires() {
        give(DISTRIBUTOR, WHOLE);
        give(RESELLER, new Grant(PRODUCT, null, null, NOW));
        assertThat(portfolio().contains(PRODUCT, POLICY, NOW.minusNanos(1))).isTrue();
        assertThat(portfolio().contains(PRODUCT, NOW.minusNanos(1))).isTrue();
        assertThat(portfolio().contains(PRODUCT, POLICY, NOW)).isFalse();
        assertThat(portfolio().contains(PRODUCT, NOW)).isFalse();
    }

    @Test
    void aProductIsListedWhenEveryPartnerHasAnyOfItsPolicies() {
        give(DISTRIBUTOR, new Grant(PRODUCT, Set.of(POLICY), null, null));
        assertThat(portfolio().contains(PRODUCT, NOW)).isFalse();
        give(RESELLER, new Grant(PRODUCT, Set.of(POLICY), null, null));
        assertThat(portfolio().contains(PRODUCT, NOW)).isTrue();
    }

    @Test
    void grantsOfOtherPartnersAreIgnored() {
        PartnerId sibling = PartnerId.next();
        give(DISTRIBUTOR, WHOLE);
        give(sibling, WHOLE);
        assertThat(portfolio().contains(PRODUCT, POLICY, NOW)).isFalse();
    }

    private void give(PartnerId partner, Grant... grant) {
        grants.put(partner, new GrantsState(partner, PATH, List.of(grant)));
    }

    private Portfolio portfolio() {
        return new Portfolio(PATH, grants);
    }
}
