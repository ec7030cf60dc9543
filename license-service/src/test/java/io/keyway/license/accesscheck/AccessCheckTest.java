package io.keyway.license.accesscheck;

import static io.keyway.license.Market.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.keyway.contracts.ProblemCode;
import io.keyway.contracts.access.AccessRule;
import io.keyway.contracts.access.Caller;
import io.keyway.contracts.access.Permission;
import io.keyway.contracts.event.CustomerEvent.CustomerChanged;
import io.keyway.contracts.event.CustomerEvent.CustomerState;
import io.keyway.contracts.event.GrantEvent.Grant;
import io.keyway.contracts.event.OrderEvent.Fulfillment;
import io.keyway.contracts.event.OrderEvent.OrderCancelled;
import io.keyway.contracts.event.OrderEvent.OrderPlaced;
import io.keyway.contracts.event.OrderEvent.OrderState;
import io.keyway.contracts.event.OrderEvent.OrderStatus;
import io.keyway.contracts.event.PartnerEvent.PartnerChanged;
import io.keyway.contracts.event.PartnerEvent.PartnerDeleted;
import io.keyway.contracts.event.PartnerEvent.PartnerState;
import io.keyway.contracts.event.PartnerEvent.PartnerType;
import io.keyway.contracts.id.CustomerId;
import io.keyway.contracts.id.LicenseId;
import io.keyway.contracts.id.OrderId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.contracts.id.PolicyId;
import io.keyway.contracts.id.ProductId;
import io.keyway.kit.test.Api.Answer;
import io.keyway.kit.test.Callers;
import io.keyway.license.LicenseServiceTest;
import io.keyway.license.Market;
import io.keyway.license.Market.Markets;
import io.keyway.license.network.Network;
import io.keyway.license.orders.ReceivedOrders;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** What the access check says, and that the calls themselves say the same. */
@LicenseServiceTest
class AccessCheckTest {

    @Autowired private Markets markets;
    @Autowired private Network network;
    @Autowired private ReceivedOrders orders;
    private Market market;
    private ProductId product;
    private PolicyId policy;
    private CustomerId customer;

    @BeforeEach
    void open() {
        market = markets.open();
        product = market.product();
        policy = market.policy(product);
        customer = market.customer();
    }

    @Test
    void allowedRequestIsIssued() {
        market.grantToAll(product);
        agreed("allowed", 2, null, "primary");
        agreed("allowed", 1, null, "additional");
    }

    @Test
    void theUnpaidLimitIsExplainedWithItsNumbers() {
        market.grantToAll(product);
        market.issued(market.reseller, product, policy, customer, 7, Map.of());

        Answer answer = agreed("unpaid_limit_reached", 5, null, "primary");
        assertThat(reason(answer)).contains("3 of 10 unpaid licenses are left, 5 are asked for");
        agreed("allowed", 3, null, "primary");
        agreed("unpaid_limit_reached", 1, null, "primary");
        // A product is sold if one of its policies is; the trial is not owed.
        assertThat(rule(ask(market.reseller, "issue&resource=" + product)))
                .isEqualTo("unpaid_limit_reached");
        market.policy(product, Map.of("name", "Trial", "type", "trial"));
        assertThat(rule(ask(market.reseller, "issue&resource=" + product))).isEqualTo("allowed");
    }

    @Test
    void explainsWhichPartnerLacksTheProduct() {
        agreed("product_not_granted", 1, null, "primary");
        market.grant(
                market.distributorId,
                market.distributor.path(),
                new Grant(product, null, null, null));
        Answer own = agreed("product_not_granted", 1, null, "primary");
        assertThat(reason(own)).contains(market.resellerId.value());
        grantReseller(new Grant(product, Set.of(PolicyId.next()), null, null));
        agreed("policy_not_granted", 1, null, "primary");
        grantReseller(new Grant(product, null, null, Instant.parse("2020-01-01T00:00:00Z")));
        agreed("grant_expired", 1, null, "primary");
    }

    @Test
    void explainsOwnMaximumWithCountsAndOneAboveWithout() {
        market.grant(
                market.distributorId,
                market.distributor.path(),
                new Grant(product, null, 6L, null));
        grantReseller(new Grant(product, null, 4L, null));
        Answer own = agreed("grant_used_up", 5, null, "primary");
        assertThat(reason(own)).contains("4 of 4").contains(market.resellerId.value());

        market.issued(
                market.distributor,
                product,
                policy,
                market.customer(market.distributor.path()),
                5,
                Map.of());
        Answer above = agreed("grant_used_up", 2, null, "primary");
        assertThat(reason(above))
                .startsWith("A partner above has fewer")
                .doesNotContainPattern("\\d");
        agreed("allowed", 1, null, "primary");
        Answer none = agreed("grant_used_up", 1, null, "primary");
        assertThat(reason(none)).isEqualTo("A partner above has no licenses of this product left.");

        // Whoever is above asks in the reseller's place, and is told the numbers of its branch.
        Answer byDistributor =
                ask(
                        market.distributor,
                        "issue&resource=%s&partnerId=%s".formatted(policy, market.resellerId));
        assertThat(rule(byDistributor)).isEqualTo("grant_used_up");
        assertThat(reason(byDistributor)).contains("0 of 6").contains(market.distributorId.value());
    }

    @Test
    void explainsWithdrawnProductsAndInactivePartners() {
        market.grantToAll(product);
        withdraw("/api/v1/policies/" + policy);
        agreed("policy_withdrawn", 1, null, "primary");
        withdraw("/api/v1/products/" + product);
        agreed("product_withdrawn", 1, null, "primary");
    }

    @Test
    void explainsInactiveCustomerAndMissingPrimaryLicense() {
        market.grantToAll(product);
        agreed("primary_license_missing", 1, null, "additional");
        switchOff(customer);
        agreed("customer_inactive", 1, null, "primary");
        assertThat(rule(ask(market.reseller, "issue&resource=" + customer)))
                .isEqualTo("customer_inactive");
        assertThat(rule(ask(market.reseller, "issue&resource=" + policy))).isEqualTo("allowed");
    }

    @Test
    void assignedManagerDrawsUpToTheAllowance() {
        market.grantToAll(product);
        OrderState mine =
                market.onDemand(
                        product,
                        policy,
                        5,
                        market.manager(market.resellerId, market.reseller.path(), product, 3L));
        Answer ownMax = agreed("license_manager_max_reached", 4, mine.id(), "primary");
        assertThat(reason(ownMax)).contains("3 of 3");
        agreed("allowed", 2, mine.id(), "primary");
        assertThat(reason(agreed("license_manager_max_reached", 2, mine.id(), "primary")))
                .contains("1 of 3");

        CustomerId ofDistributor = market.customer(market.distributor.path());
        market.issued(
                market.distributor,
                product,
                policy,
                ofDistributor,
                3,
                Map.of("orderId", mine.id().value()));
        Answer used = agreed("order_line_used_up", 1, mine.id(), "primary");
        assertThat(reason(used)).isEqualTo("The order has no licenses of this product left.");
        assertThat(rule(ask(market.reseller, "issue&resource=" + mine.id())))
                .isEqualTo("order_line_used_up");
        Answer byOwner = ask(market.distributor, "issue&resource=" + mine.id());
        assertThat(rule(byOwner)).isEqualTo("order_line_used_up");
        assertThat(reason(byOwner)).contains("0 of 5").contains("1 is asked for");
    }

    @Test
    void foreignOrderCannotBeDrawn() {
        market.grantToAll(product);
        ProductId other = market.product();
        market.grantToAll(other);
        OrderState notForThis =
                market.onDemand(
                        product,
                        policy,
                        5,
                        market.manager(market.resellerId, market.reseller.path(), other, null));
        Answer answer = agreed("not_assigned", 1, notForThis.id(), "primary");
        assertThat(reason(answer)).startsWith("You are not assigned");
        assertThat(rule(ask(market.reseller, "issue&resource=" + notForThis.id())))
                .isEqualTo("not_assigned");
        Answer inPlace =
                ask(
                        market.distributor,
                        "issue&resource=%s&partnerId=%s"
                                .formatted(notForThis.id(), market.resellerId));
        assertThat(rule(inPlace)).isEqualTo("not_assigned");
        assertThat(reason(inPlace)).contains(market.resellerId.value());
        // The vendor sees the order and is not its owner either.
        assertThat(rule(ask(market.vendor, "issue&resource=" + notForThis.id())))
                .isEqualTo("not_assigned");

        OrderState without =
                market.onDemand(
                        other,
                        market.policy(other),
                        5,
                        market.manager(market.resellerId, market.reseller.path(), product, null));
        agreed("not_in_order", 1, without.id(), "primary");
    }

    @Test
    void immediateOrClosedOrderCannotBeDrawn() {
        market.grantToAll(product);
        OrderState immediate =
                market.order(
                        Fulfillment.IMMEDIATE,
                        customer,
                        product,
                        policy,
                        1,
                        market.manager(market.resellerId, market.reseller.path(), product, null));
        agreed("order_immediate", 1, immediate.id(), "primary");
        OrderState open =
                market.onDemand(
                        product,
                        policy,
                        5,
                        market.manager(market.resellerId, market.reseller.path(), product, null));
        agreed("allowed", 1, open.id(), "primary");
        market.grant(market.distributorId, market.distributor.path());
        Answer lost = agreed("product_not_granted", 1, open.id(), "primary");
        assertThat(reason(lost)).contains(market.distributorId.value());
        cancel(open);
        agreed("order_closed", 1, open.id(), "primary");
    }

    @Test
    void refusesMoreThanTheMaximumQuantity() {
        market.grantToAll(product);
        Answer answer = agreed("quantity_too_large", 100_001, null, "primary");
        assertThat(answer.code()).isEqualTo("invalid_request");
        assertThat(
                        rule(
                                ask(
                                        market.reseller,
                                        "issue&resource=%s&quantity=%s"
                                                .formatted(policy, Long.MAX_VALUE))))
                .isEqualTo("quantity_too_large");
    }

    @Test
    void explainsWhyIssuingIsRefused() {
        market.grantToAll(product);
        Caller reader =
                Callers.partner(
                        Permission.ofReadOnly(),
                        market.vendorId,
                        market.distributorId,
                        market.resellerId);
        Answer limited = ask(reader, "issue&resource=" + policy);
        assertThat(rule(limited)).isEqualTo("account_permission_missing");
        assertThat(limited.code())
                .isEqualTo(market.issue(reader, product, policy, customer, 1).code())
                .isEqualTo("forbidden");
        assertThat(rule(ask(Callers.operator(), "issue"))).isEqualTo("role");
        assertThat(rule(ask(Callers.customer(customer, market.vendorId), "issue")))
                .isEqualTo("role");
        // The event of its partner has not been published yet.
        Caller early = Callers.partner(PartnerId.next());
        assertThat(ask(early, "issue").code())
                .isEqualTo(market.issue(early, product, policy, customer, 1).code())
                .isEqualTo(ProblemCode.NOT_READY.code());
    }

    @Test
    void foreignResourcesAreMissing() {
        market.grantToAll(product);
        OrderState order = market.onDemand(product, policy, 5);
        String license =
                market.issued(market.reseller, product, policy, customer, 1, Map.of())
                        .getFirst()
                        .get("id")
                        .asString();
        Market other = markets.open();
        Map<String, String> foreign =
                Map.of(
                        "issue&resource=" + policy, "issue&resource=" + PolicyId.next(),
                        "issue&resource=" + product, "issue&resource=" + ProductId.next(),
                        "issue&resource=" + order.id(), "issue&resource=" + OrderId.next(),
                        "issue&orderId=" + order.id(), "issue&orderId=" + OrderId.next(),
                        "issue&resource=" + customer, "issue&resource=" + CustomerId.next(),
                        "issue&customerId=" + customer, "issue&customerId=" + CustomerId.next(),
                        "see&resource=" + license, "see&resource=" + LicenseId.next(),
                        "revoke&resource=" + license, "revoke&resource=" + LicenseId.next(),
                        "issue&partnerId=" + market.resellerId,
                                "issue&partnerId=" + PartnerId.next());
        foreign.forEach(
                (theirs, missing) -> {
                    Answer answer = ask(other.reseller, theirs);
                    assertThat(answer.text())
                            .as(theirs)
                            .isEqualTo(ask(other.reseller, missing).text());
                    assertThat(answer.code()).as(theirs).isEqualTo("not_found");
                });
        // An order that it does not manage, of a sibling and of the partner above.
        assertThat(rule(ask(market.reseller, "issue&resource=" + order.id())))
                .isEqualTo("not_found");
        assertThat(ask(market.reseller, "issue&partnerId=" + market.distributorId).text())
                .isEqualTo(ask(market.reseller, "issue&partnerId=" + PartnerId.next()).text());
        PartnerId sibling = PartnerId.next();
        market.partner(PartnerType.RESELLER, 10, market.vendorId, market.distributorId, sibling);
        Caller beside = Callers.partner(market.vendorId, market.distributorId, sibling);
        assertThat(ask(beside, "see&resource=" + license).text())
                .isEqualTo(ask(beside, "see&resource=" + LicenseId.next()).text());
        assertThat(ask(beside, "issue&customerId=" + customer).text())
                .isEqualTo(ask(beside, "issue&customerId=" + CustomerId.next()).text());
        assertThat(ask(beside, "issue&partnerId=" + market.resellerId).status()).isEqualTo(404);
    }

    @Test
    void orderSeenOnlyByTheManagerIsMissingForAnAskerAboveIt() {
        market.grantToAll(product);
        OrderState order =
                market.onDemand(
                        product,
                        policy,
                        5,
                        market.manager(market.resellerId, market.reseller.path(), product, null));
        String inPlace = "issue&resource=%s&partnerId=" + market.resellerId;
        assertThat(rule(ask(market.distributor, inPlace.formatted(order.id()))))
                .isEqualTo("allowed");
        // The order of the vendor itself, which the distributor between them does not see.
        OrderState vendors =
                new OrderState(
                        OrderId.next(),
                        1,
                        market.vendorId,
                        List.of(market.vendorId),
                        null,
                        Fulfillment.ON_DEMAND,
                        OrderStatus.PENDING,
                        order.lines(),
                        order.managers(),
                        Instant.now(),
                        null,
                        null);
        market.publish(vendors.id().value(), new OrderPlaced(vendors));
        eventually(() -> assertThat(orders.order(vendors.id())).isPresent());
        assertThat(rule(ask(market.reseller, "issue&resource=" + vendors.id())))
                .isEqualTo("allowed");
        assertThat(ask(market.distributor, inPlace.formatted(vendors.id())).text())
                .isEqualTo(ask(market.distributor, inPlace.formatted(OrderId.next())).text());
    }

    @Test
    void aPartnerThatWasDeletedIsMissing() {
        PartnerState gone = network.partner(market.resellerId).orElseThrow();
        String inPlace = "issue&partnerId=" + market.resellerId;
        assertThat(ask(market.distributor, inPlace).status()).isEqualTo(200);
        market.publish(gone.id().value(), new PartnerDeleted(gone));
        eventually(
                () ->
                        assertThat(ask(market.distributor, inPlace).text())
                                .isEqualTo(
                                        ask(
                                                        market.distributor,
                                                        "issue&partnerId=" + PartnerId.next())
                                                .text()));
        assertThat(ask(market.distributor, inPlace).status()).isEqualTo(404);
        // The event again, and an older one late.
        market.publish(gone.id().value(), new PartnerDeleted(gone));
        market.publish(gone.id().value(), new PartnerChanged(gone), 1);
        market.customer();
        assertThat(ask(market.distributor, inPlace).status()).isEqualTo(404);
    }

    @Test
    void explanationOfALicenseActionEqualsItsRefusal() {
        PolicyId yearly =
                market.policy(
                        product,
                        Map.of(
                                "name", "Yearly",
                                "type", "subscription",
                                "duration", "P365D",
                                "machinesMax", 1));
        market.grantToAll(product);
        String id = issuedUnder(yearly);
        List.of(
                        "see",
                        "suspend",
                        "reinstate",
                        "revoke",
                        "renew",
                        "transfer",
                        "check_out",
                        "activate_machine")
                .forEach(
                        action ->
                                assertThat(rule(ask(market.reseller, action + "&resource=" + id)))
                                        .as(action)
                                        .isEqualTo("allowed"));
        assertThat(activate(id, "aa:bb").status()).isEqualTo(201);
        assertRefusedAlike("activate_machine", "machines_used_up", id, activate(id, "cc:dd"));

        act(id, "suspend");
        assertRefusedAlike("check_out", "license_suspended", id, act(id, "check-out"));
        assertRefusedAlike("activate_machine", "license_suspended", id, activate(id, "ee:ff"));
        act(id, "revoke");
        for (String action : List.of("suspend", "reinstate", "renew")) {
            assertRefusedAlike(action, "license_revoked", id, act(id, action));
        }
        assertRefusedAlike("check_out", "license_revoked", id, act(id, "check-out"));
        assertThat(rule(ask(market.reseller, "revoke&resource=" + id))).isEqualTo("allowed");

        String forEver = issuedUnder(policy);
        assertRefusedAlike("renew", "license_without_end", forEver, act(forEver, "renew"));
        String trial =
                issuedUnder(market.policy(product, Map.of("name", "Trial", "type", "trial")));
        assertRefusedAlike("renew", "trial_not_renewed", trial, act(trial, "renew"));
    }

    @Test
    void aLicenseGoesToACustomerOfTheBranchOnly() {
        market.grantToAll(product);
        String id = issuedUnder(policy);
        String foreign = markets.open().customer().value();
        String transfer = "transfer&resource=" + id + "&customerId=";
        assertThat(rule(ask(market.reseller, transfer + market.customer()))).isEqualTo("allowed");
        Answer refused = ask(market.reseller, transfer + foreign);
        assertThat(refused.text())
                .isEqualTo(ask(market.reseller, transfer + CustomerId.next()).text());
        assertThat(refused.code())
                .isEqualTo(
                        market.api
                                .post(
                                        market.reseller,
                                        "/api/v1/licenses/" + id + "/transfer",
                                        Map.of("customerId", foreign))
                                .code());
    }

    @Test
    void aCustomerMayUseItsOwnLicenseAndNoOther() {
        market.grantToAll(product);
        String id = issuedUnder(policy);
        Caller owner = Callers.customer(customer, market.reseller.path().toArray(PartnerId[]::new));
        assertThat(rule(ask(owner, "check_out&resource=" + id))).isEqualTo("allowed");
        assertThat(rule(ask(owner, "activate_machine&resource=" + id))).isEqualTo("allowed");
        assertThat(rule(ask(owner, "revoke&resource=" + id))).isEqualTo("role");
        Caller another =
                Callers.customer(
                        market.customer(), market.reseller.path().toArray(PartnerId[]::new));
        assertThat(ask(another, "check_out&resource=" + id).text())
                .isEqualTo(ask(another, "check_out&resource=" + LicenseId.next()).text());
    }

    @Test
    void invalidFieldIsNamed() {
        assertInvalid("issue&resource=" + market.resellerId, "resource");
        assertInvalid("issue&resource=" + LicenseId.next(), "resource");
        assertInvalid("revoke&resource=" + policy, "resource");
        assertInvalid("assign_manager&resource=" + LicenseId.next(), "resource");
        assertInvalid("issue&quantity=0", "quantity");
        assertInvalid("issue&quantity=many", "quantity");
        assertInvalid("issue&class=second", "class");
        assertInvalid("issue&customerId=x", "customerId");
        assertInvalid("issue&orderId=x", "orderId");
        assertInvalid(
                "issue&resource=%s&orderId=%s".formatted(OrderId.next(), OrderId.next()),
                "orderId");
        assertInvalid(
                "issue&resource=%s&customerId=%s".formatted(customer, CustomerId.next()),
                "customerId");
        assertInvalid("revoke&quantity=2&resource=" + LicenseId.next(), "quantity");
        // Another service decides this: the gateway does not route the question here.
        assertInvalid("see&resource=" + market.resellerId, "action");
    }

    /** Whatever goes together with whatever: until quotas run out, and after. */
    @Test
    void explanationEqualsTheAnswerOfTheRequest() {
        market.grantToAll(product, 17L);
        PolicyId trial =
                market.policy(
                        product, Map.of("name", "Trial", "type", "trial", "trials", "unlimited"));
        PolicyId oneTrial = market.policy(product, Map.of("name", "Trial", "type", "trial"));
        PolicyId needsPrimary =
                market.policy(product, Map.of("name", "More", "requirePrimary", true));
        PolicyId withdrawn = market.policy(product);
        withdraw("/api/v1/policies/" + withdrawn);
        ProductId notGranted = market.product();
        Market other = markets.open();
        Map<PolicyId, ProductId> policies = new LinkedHashMap<>();
        List.of(policy, trial, oneTrial, needsPrimary, withdrawn)
                .forEach(id -> policies.put(id, product));
        policies.put(market.policy(notGranted), notGranted);
        ProductId foreign = other.product();
        policies.put(other.policy(foreign), foreign);
        CustomerId inactive = market.customer();
        switchOff(inactive);
        List<CustomerId> customers = List.of(customer, inactive, other.customer());
        var manager = market.manager(market.resellerId, market.reseller.path(), product, 3L);
        List<Optional<OrderId>> inOrders =
                List.of(
                        Optional.empty(),
                        Optional.of(market.onDemand(product, policy, 5, manager).id()),
                        Optional.of(market.onDemand(product, trial, 1, manager).id()),
                        Optional.of(market.onDemand(product, policy, 5).id()));
        Set<String> rules = new TreeSet<>();
        for (String licenseClass : List.of("additional", "primary")) {
            for (int quantity : List.of(5, 3, 1)) {
                for (Optional<OrderId> order : inOrders) {
                    for (CustomerId to : customers) {
                        policies.forEach(
                                (under, of) ->
                                        rules.add(
                                                rule(
                                                        agreed(
                                                                of,
                                                                under,
                                                                to,
                                                                quantity,
                                                                order.orElse(null),
                                                                licenseClass))));
                    }
                }
            }
        }
        assertThat(rules)
                .containsExactly(
                        "allowed",
                        "customer_inactive",
                        "grant_used_up",
                        "license_manager_max_reached",
                        "not_assigned",
                        "not_found",
                        "not_in_order",
                        "order_line_used_up",
                        "policy_withdrawn",
                        "primary_license_missing",
                        "product_not_granted",
                        "trial_used_up",
                        "unpaid_limit_reached");
    }

    private Answer agreed(String rule, int quantity, OrderId order, String licenseClass) {
        Answer answer = agreed(product, policy, customer, quantity, order, licenseClass);
        assertThat(rule(answer)).as(answer.text()).isEqualTo(rule);
        return answer;
    }

    /** Asks, and issues: the code is the same, and what is allowed is issued. */
    private Answer agreed(
            ProductId of,
            PolicyId under,
            CustomerId to,
            int quantity,
            OrderId order,
            String licenseClass) {
        Answer answer =
                ask(
                        market.reseller,
                        "issue&resource=%s&customerId=%s&quantity=%d&class=%s%s"
                                .formatted(
                                        under,
                                        to,
                                        quantity,
                                        licenseClass,
                                        order == null ? "" : "&orderId=" + order));
        Map<String, Object> more = new HashMap<>(Map.of("class", licenseClass));
        if (order != null) {
            more.put("orderId", order.value());
        }
        Answer real = market.issue(market.reseller, of, under, to, quantity, more);
        boolean allowed = answer.json().path("allowed").asBoolean();
        assertThat(real.status() == 201)
                .as(answer.text() + ": " + real.text())
                .isEqualTo(allowed)
                .isEqualTo(rule(answer).equals(AccessRule.ALLOWED.rule()));
        assertThat(real.code()).as(answer.text() + ": " + real.text()).isEqualTo(answer.code());
        return answer;
    }

    private void assertRefusedAlike(String action, String rule, String license, Answer real) {
        Answer answer = ask(market.reseller, action + "&resource=" + license);
        assertThat(rule(answer)).as(action).isEqualTo(rule);
        assertThat(answer.code()).as(action).isEqualTo(real.code()).isNotEmpty();
    }

    private void assertInvalid(String query, String field) {
        Answer answer = ask(market.reseller, query);
        assertThat(answer.status()).as(query + ": " + answer.text()).isEqualTo(400);
        assertThat(answer.json().path("invalidFields").path(0).path("field").asString())
                .as(query)
                .isEqualTo(field);
    }

    private Answer ask(Caller caller, String query) {
        return market.api.get(caller, "/api/v1/access-check?action=" + query);
    }

    private static String rule(Answer answer) {
        return answer.json().path("rule").asString("status " + answer.status());
    }

    private static String reason(Answer answer) {
        return answer.json().path("reason").asString();
    }

    private String issuedUnder(PolicyId under) {
        return market.issued(market.reseller, product, under, customer, 1, Map.of())
                .getFirst()
                .get("id")
                .asString();
    }

    private Answer act(String license, String action) {
        return market.api.post(market.reseller, "/api/v1/licenses/" + license + "/" + action, null);
    }

    private Answer activate(String license, String fingerprint) {
        return market.api.post(
                market.reseller,
                "/api/v1/licenses/" + license + "/machines",
                Map.of("fingerprint", fingerprint));
    }

    private void grantReseller(Grant grant) {
        market.grant(market.resellerId, market.reseller.path(), grant);
    }

    private void withdraw(String path) {
        assertThat(market.api.patch(market.vendor, path, Map.of("status", "withdrawn")).status())
                .isEqualTo(200);
    }

    private void switchOff(CustomerId id) {
        CustomerState now = network.customer(id).orElseThrow();
        market.publish(
                id.value(),
                new CustomerChanged(
                        new CustomerState(
                                id,
                                now.partnerId(),
                                now.path(),
                                now.email(),
                                now.name(),
                                now.company(),
                                false)));
        eventually(() -> assertThat(network.customer(id).orElseThrow().active()).isFalse());
    }

    private void cancel(OrderState order) {
        OrderState cancelled =
                new OrderState(
                        order.id(),
                        order.revision() + 1,
                        order.ownerId(),
                        order.path(),
                        order.customerId(),
                        order.fulfillment(),
                        OrderStatus.CANCELLED,
                        order.lines(),
                        order.managers(),
                        order.placedAt(),
                        null,
                        null);
        market.publish(order.id().value(), new OrderCancelled(cancelled));
        eventually(
                () ->
                        assertThat(orders.order(order.id()).orElseThrow().status())
                                .isEqualTo(OrderStatus.CANCELLED));
    }
}
