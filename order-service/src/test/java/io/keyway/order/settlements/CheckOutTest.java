package io.keyway.order.settlements;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.mongodb.MongoException;
import io.keyway.contracts.Money;
import io.keyway.contracts.ProblemCode;
import io.keyway.contracts.access.Caller;
import io.keyway.contracts.access.Permission;
import io.keyway.contracts.event.CatalogEvent.CatalogStatus;
import io.keyway.contracts.event.CatalogEvent.LicenseType;
import io.keyway.contracts.event.LicenseEvent;
import io.keyway.contracts.event.LicenseEvent.LicenseChanged;
import io.keyway.contracts.event.LicenseEvent.LicenseCondition;
import io.keyway.contracts.event.LicenseEvent.LicenseRevoked;
import io.keyway.contracts.event.LicenseEvent.LicenseState;
import io.keyway.contracts.event.LicenseEvent.PaymentStatus;
import io.keyway.contracts.event.PartnerEvent.PartnerCreated;
import io.keyway.contracts.id.CustomerId;
import io.keyway.contracts.id.LicenseId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.contracts.id.PolicyId;
import io.keyway.contracts.id.ProductId;
import io.keyway.contracts.id.SettlementId;
import io.keyway.kit.http.IfMatch;
import io.keyway.kit.http.Refused;
import io.keyway.kit.store.PageRequest;
import io.keyway.kit.store.Publisher;
import io.keyway.kit.store.ReplicaBehindException;
import io.keyway.kit.store.Store;
import io.keyway.kit.test.Callers;
import io.keyway.kit.test.EventPublisher;
import io.keyway.kit.test.KeywayTest;
import io.keyway.kit.test.Poll;
import io.keyway.order.network.Network;
import io.keyway.order.network.OwedLicenses;
import io.keyway.order.settlements.Settlement.Status;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Date;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.bson.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.messaging.Message;

/**
 * What is owed, in whatever order it is published; and one settlement per license, whatever
 * happens.
 */
@KeywayTest
class CheckOutTest {

    private static final int TRIES_MAX = 10;
    private static final int AT_ONCE = 16;
    private static final Duration HEARD_WITHIN = Duration.ofSeconds(30);

    private final PartnerId vendor = PartnerId.next();
    private final PartnerId reseller = PartnerId.next();
    private final ProductId product = ProductId.next();
    private final PolicyId policy = PolicyId.next();
    private final Caller atReseller = Callers.partner(Permission.ofReseller(), vendor, reseller);

    @Autowired private SettleLicenses settle;
    @Autowired private ClaimLicenses claimLicenses;
    @Autowired private CloseSettlements close;
    @Autowired private OwedLicenses owed;
    @Autowired private Settlements settlements;
    @Autowired private LicenseClaims claims;
    @Autowired private Store store;
    @Autowired private Network network;
    @Autowired private Publisher bus;
    @Autowired private Consumer<Message<?>> onLicenses;

    @BeforeEach
    void publishReseller() {
        EventPublisher publisher = new EventPublisher(bus);
        publisher.publish(new PartnerCreated(QuoteTest.payer("0", vendor, reseller)), 1);
        publisher.product(product, vendor, CatalogStatus.ACTIVE, 1);
        publisher.policy(policy, vendor, product, null);
        await().atMost(HEARD_WITHIN)
                .ignoreException(ReplicaBehindException.class)
                .until(
                        () ->
                                network.partnersAlong(List.of(reseller)).size()
                                                + network.products(List.of(product)).size()
                                                + network.policies(List.of(policy)).size()
                                        == 3);
    }

    @Test
    void aPaidLicenseStaysPaidInAnyOrderOfEvents() {
        LicenseId license = LicenseId.next();
        LicenseEvent pending = changed(license, PaymentStatus.PENDING);
        LicenseEvent paid = changed(license, PaymentStatus.PAID);
        List<Poll> tellings =
                List.of(
                        new Poll().event(pending, 2).event(paid, 3),
                        new Poll().event(paid, 3).event(pending, 2),
                        new Poll().event(paid, 3).event(paid, 3).event(pending, 2));
        for (Poll telling : tellings) {
            store.collection("owed-licenses").deleteOne(new Document("_id", license.value()));
            onLicenses.accept(telling.message());
            assertThat(owes(license)).isFalse();
            onLicenses.accept(new Poll().event(pending, 2).message());
            onLicenses.accept(new Poll().event(pending, 1).message());
            assertThat(owes(license)).as("an older state came late").isFalse();
        }
        Document remembered =
                store.collection("owed-licenses")
                        .find(new Document("_id", license.value()))
                        .first();
        assertThat(remembered.get("state", Document.class).getDate("forgetAt"))
                .isAfter(Date.from(Instant.now().plus(6, ChronoUnit.DAYS)));
    }

    @Test
    void anOwedLicenseStaysOwedInAnyOrderOfEvents() {
        LicenseId license = LicenseId.next();
        LicenseEvent pending = changed(license, PaymentStatus.PENDING);
        LicenseEvent revoked =
                new LicenseRevoked(
                        state(license, PaymentStatus.PENDING, LicenseCondition.BANNED, reseller));
        onLicenses.accept(new Poll().event(revoked, 3).event(pending, 2).message());
        onLicenses.accept(new Poll().event(pending, 1).event(revoked, 3).message());
        assertThat(owes(license)).isTrue();
        assertThat(store.collection("owed-licenses").countDocuments(byId(license))).isEqualTo(1);
    }

    @Test
    void aLicenseThatIsNotDueIsNotStored() {
        LicenseId license = LicenseId.next();
        onLicenses.accept(new Poll().event(changed(license, PaymentStatus.NOT_DUE), 1).message());
        assertThat(store.collection("owed-licenses").countDocuments(byId(license))).isZero();
    }

    @Test
    void ofConcurrentCheckOutsOneGetsTheLicense() throws InterruptedException {
        List<LicenseId> licenses = List.of(owe(), owe(), owe());
        List<Object> outcomes = Collections.synchronizedList(new ArrayList<>());
        CountDownLatch start = new CountDownLatch(1);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < AT_ONCE; i++) {
            List<LicenseId> wanted = new ArrayList<>(licenses);
            Collections.rotate(wanted, i);
            threads.add(
                    Thread.startVirtualThread(
                            () -> {
                                try {
                                    start.await();
                                    outcomes.add(checkedOut(wanted));
                                } catch (Refused refused) {
                                    outcomes.add(refused.problem().code());
                                } catch (InterruptedException | RuntimeException e) {
                                    outcomes.add(e);
                                }
                            }));
        }
        start.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(outcomes).hasSize(AT_ONCE);
        assertThat(outcomes.stream().filter(Settlement.class::isInstance)).hasSize(1);
        assertThat(outcomes.stream().filter(ProblemCode.ALREADY_SETTLED::equals))
                .as("%s", outcomes)
                .hasSize(AT_ONCE - 1);
        Settlement winner =
                (Settlement)
                        outcomes.stream()
                                .filter(Settlement.class::isInstance)
                                .findFirst()
                                .orElseThrow();
        assertThat(claims.of(licenses).values())
                .hasSize(3)
                .allMatch(claim -> claim.settlementId().equals(winner.id()));
    }

    /** A busy store may not answer in time: the same request again is the same settlement. */
    private Settlement checkedOut(List<LicenseId> wanted) {
        SettlementId id = SettlementId.next();
        for (int tries = 1; ; tries++) {
            try {
                return settle.checkOut(atReseller, id, wanted).state();
            } catch (MongoException busy) {
                if (tries == TRIES_MAX) {
                    throw busy;
                }
            }
        }
    }

    @Test
    void aCheckOutThatLosesOneLicenseReleasesTheOthers() {
        LicenseId taken = owe();
        LicenseId free = owe();
        checkOut(taken);
        refused(free, taken);
        assertThat(claims.of(List.of(free))).isEmpty();
        assertThat(checkOut(free).status()).isEqualTo(Status.OPEN);
    }

    @Test
    void aKilledCheckOutHoldsItsLicensesForAWhileOnly() {
        LicenseId license = owe();
        SettlementId killed = SettlementId.next();
        claims.claim(killed, List.of(license), Instant.now());
        refused(license);

        claims.release(killed, List.of(license));
        claims.claim(killed, List.of(license), Instant.now().minusSeconds(61));
        Settlement settlement = checkOut(license);

        assertThat(claims.of(List.of(license)).get(license).settlementId())
                .isEqualTo(settlement.id());
        assertThat(settlements.load(killed).orElseThrow().state().status())
                .isEqualTo(Status.CANCELLED);
        assertThatThrownBy(() -> settle.checkOut(atReseller, killed, List.of(license)))
                .as("it was not dead but slow, and comes too late")
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused ->
                                assertThat(refused.problem().code())
                                        .isEqualTo(ProblemCode.CONFLICT));
    }

    @Test
    void aKilledCheckOutContinuesWhenRepeated() {
        LicenseId first = owe();
        LicenseId second = owe();
        SettlementId id = SettlementId.next();
        claims.claim(id, List.of(first), Instant.now().minusSeconds(61));
        Settlement settlement = settle.checkOut(atReseller, id, List.of(second, first)).state();
        assertThat(settlement.licenseIds()).containsExactly(second, first);
        assertThat(settle.checkOut(atReseller, id, List.of(second, first)).state())
                .as("once more")
                .isEqualTo(settlement);
        assertThat(claims.of(List.of(first, second)).values())
                .hasSize(2)
                .allMatch(claim -> claim.settlementId().equals(id));
    }

    @Test
    void aKilledCancellationHoldsNoLicense() {
        LicenseId license = owe();
        Settlement settlement = checkOut(license);
        close.cancel(atReseller, settlement.id(), new IfMatch(null));
        claims.claim(settlement.id(), List.of(license), Instant.now());

        assertThat(settle.preview(atReseller, List.of(license)).quoted().lines()).hasSize(1);
        assertThat(claimLicenses.settlementsOf(List.of(license))).isEmpty();
        assertThat(checkOut(license).status()).isEqualTo(Status.OPEN);
    }

    @Test
    void aPaidLicenseIsHeldEvenIfItIsListedAsOwedAgain() {
        LicenseId license = owe();
        Settlement settlement = checkOut(license);
        close.pay(Callers.partner(vendor), settlement.id(), new IfMatch(null), null);
        onLicenses.accept(new Poll().event(changed(license, PaymentStatus.PENDING), 7).message());
        refused(license);
    }

    private LicenseId owe() {
        LicenseId license = LicenseId.next();
        onLicenses.accept(new Poll().event(changed(license, PaymentStatus.PENDING), 1).message());
        return license;
    }

    private Settlement checkOut(LicenseId... licenses) {
        return settle.checkOut(atReseller, SettlementId.next(), List.of(licenses)).state();
    }

    private void refused(LicenseId... licenses) {
        assertThatThrownBy(() -> checkOut(licenses))
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused ->
                                assertThat(refused.problem().code())
                                        .isEqualTo(ProblemCode.ALREADY_SETTLED));
    }

    private boolean owes(LicenseId license) {
        return owed.page(atReseller, reseller, PageRequest.first(50)).items().stream()
                .anyMatch(bill -> bill.licenseId().equals(license));
    }

    private static Document byId(LicenseId license) {
        return new Document("_id", license.value());
    }

    private LicenseEvent changed(LicenseId id, PaymentStatus status) {
        return new LicenseChanged(state(id, status, LicenseCondition.VALID, reseller));
    }

    private LicenseState state(
            LicenseId id, PaymentStatus payment, LicenseCondition condition, PartnerId issuer) {
        return new LicenseState(
                id,
                "00ff",
                List.of(vendor, issuer),
                issuer,
                CustomerId.next(),
                product,
                policy,
                null,
                null,
                LicenseType.PERPETUAL,
                condition,
                payment,
                new Money(4999, "EUR"),
                Instant.parse("2026-11-29T12:00:00Z"),
                null,
                null);
    }
}
