package io.keyway.license.licenses;

import io.keyway.contracts.ProblemCode;
import io.keyway.contracts.access.AccessRule;
import io.keyway.contracts.access.Caller;
import io.keyway.contracts.access.Permission;
import io.keyway.contracts.access.Role;
import io.keyway.contracts.event.CustomerEvent.CustomerState;
import io.keyway.contracts.event.LicenseClass;
import io.keyway.contracts.event.LicenseEvent.LicenseCondition;
import io.keyway.contracts.event.LicenseEvent.LicenseTransferred;
import io.keyway.contracts.event.LicenseEvent.PaymentStatus;
import io.keyway.contracts.id.CustomerId;
import io.keyway.contracts.id.LicenseId;
import io.keyway.contracts.id.OrderId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.contracts.id.PolicyId;
import io.keyway.contracts.id.ProductId;
import io.keyway.kit.http.IfMatch;
import io.keyway.kit.http.MergePatch;
import io.keyway.kit.http.Patches;
import io.keyway.kit.http.Refused;
import io.keyway.kit.store.Decision;
import io.keyway.kit.store.Page;
import io.keyway.kit.store.PageRequest;
import io.keyway.kit.store.Stored;
import io.keyway.license.LicenseProperties;
import io.keyway.license.licenses.LicenseAction.RenewFrom;
import io.keyway.license.network.CustomerFollowers;
import io.keyway.license.network.Network;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** {@code /licenses}: reading them, and what a partner may do with one of its branch. */
@RestController
@RequestMapping("/api/v1/licenses")
class LicenseController {

    private final Licenses licenses;
    private final Network network;
    private final CustomerFollowers followers;
    private final ReleasedMachines releasedMachines;
    private final MergePatch mergePatch;
    private final LicenseProperties settings;
    private final Clock clock;

    LicenseController(
            Licenses licenses,
            Network network,
            CustomerFollowers followers,
            ReleasedMachines releasedMachines,
            MergePatch mergePatch,
            LicenseProperties settings,
            Clock clock) {
        this.licenses = licenses;
        this.network = network;
        this.followers = followers;
        this.releasedMachines = releasedMachines;
        this.mergePatch = mergePatch;
        this.settings = settings;
        this.clock = clock;
    }

    /** What its partners may note about a license. */
    record SaleEdit(
            @Nullable @Size(max = 2000) String resellerNotes,
            @Nullable @Size(max = 2000) String customerDetails,
            @NotNull Boolean customerPaid,
            @Nullable LocalDate customerPaidDate) {

        static SaleEdit of(License license, Caller caller) {
            License.Sale sale = license.sale();
            boolean sold = license.showsSaleTo(caller);
            return new SaleEdit(
                    license.notesFor(caller),
                    sale.customerDetails(),
                    sold && sale.customerPaid(),
                    sold ? sale.customerPaidDate() : null);
        }

        boolean paysLike(SaleEdit other) {
            return customerPaid.equals(other.customerPaid)
                    && Objects.equals(customerPaidDate, other.customerPaidDate);
        }

        /** What was not touched stays as it is, also what the caller cannot see. */
        License onto(License license, SaleEdit before, Instant now) {
            License.Sale sale = license.sale();
            boolean samePayment = paysLike(before);
            License.Notes notes =
                    Objects.equals(resellerNotes, before.resellerNotes)
                            ? license.notes()
                            : resellerNotes == null
                                    ? null
                                    : new License.Notes(resellerNotes, license.owner().path());
            return license.with(
                    new License.Sale(
                            sale.paymentStatus(),
                            sale.price(),
                            samePayment ? sale.customerPaid() : customerPaid,
                            samePayment ? sale.customerPaidDate() : customerPaidDate,
                            customerDetails,
                            sale.readers(),
                            sale.paidBy()),
                    notes,
                    now);
        }
    }

    record Transfer(@NotNull CustomerId customerId) {}

    @GetMapping
    Page<LicenseResponse> list(
            Caller caller,
            @RequestParam(required = false) @Nullable String q,
            @RequestParam(required = false) @Nullable LicenseStatus status,
            @RequestParam(required = false) @Nullable ProductId productId,
            @RequestParam(required = false) @Nullable PolicyId policyId,
            @RequestParam(name = "class", required = false) @Nullable LicenseClass licenseClass,
            @RequestParam(required = false) @Nullable CustomerId customerId,
            @RequestParam(required = false) @Nullable OrderId orderId,
            @RequestParam(required = false) @Nullable PartnerId partnerId,
            @RequestParam(required = false) @Nullable PaymentStatus paymentStatus,
            PageRequest page) {
        if (q != null && q.length() > LicenseFilter.QUERY_CHARS_MAX) {
            throw Refused.invalid("q", "at most " + LicenseFilter.QUERY_CHARS_MAX + " characters")
                    .get();
        }
        if (caller.role() == Role.CUSTOMER) {
            refuseForCustomers("orderId", orderId);
            refuseForCustomers("paymentStatus", paymentStatus);
        }
        LicenseFilter filter =
                new LicenseFilter(
                        q,
                        status,
                        productId,
                        policyId,
                        licenseClass,
                        customerId,
                        orderId,
                        partnerId,
                        paymentStatus);
        return licenses.page(
                        caller,
                        filter.toQuery(caller, clock.instant(), settings.expiringWithin()),
                        page)
                .map(stored -> response(stored.state(), caller));
    }

    /** What its partners agreed among themselves is not the customer's to find out. */
    private static void refuseForCustomers(String name, @Nullable Object value) {
        if (value != null) {
            throw Refused.invalid(name, "is not a filter for customers").get();
        }
    }

    @GetMapping("/{id}")
    ResponseEntity<LicenseResponse> get(Caller caller, @PathVariable LicenseId id) {
        return answer(licenses.find(caller, id).orElseThrow(Refused::notFound), caller);
    }

    @PatchMapping(
            path = "/{id}",
            consumes = {"application/merge-patch+json", "application/json"})
    ResponseEntity<LicenseResponse> patch(
            Caller caller,
            @PathVariable LicenseId id,
            IfMatch ifMatch,
            @Patches(SaleEdit.class) @RequestBody JsonNode patch) {
        return answer(
                change(
                        caller,
                        id,
                        ifMatch,
                        license -> {
                            SaleEdit before = SaleEdit.of(license, caller);
                            SaleEdit edited = mergePatch.apply(before, patch);
                            if (!edited.paysLike(before) && !license.showsSaleTo(caller)) {
                                throw new Refused(
                                        ProblemCode.FORBIDDEN,
                                        "what the customer paid is noted by who sold the license");
                            }
                            return edited.equals(before)
                                    ? Decision.keep()
                                    : Decision.change(
                                            edited.onto(license, before, clock.instant()));
                        }),
                caller);
    }

    @PostMapping("/{id}/suspend")
    ResponseEntity<LicenseResponse> suspend(
            Caller caller, @PathVariable LicenseId id, IfMatch ifMatch) {
        return act(caller, id, ifMatch, LicenseAction::suspend);
    }

    @PostMapping("/{id}/reinstate")
    ResponseEntity<LicenseResponse> reinstate(
            Caller caller, @PathVariable LicenseId id, IfMatch ifMatch) {
        return act(caller, id, ifMatch, LicenseAction::reinstate);
    }

    @PostMapping("/{id}/revoke")
    ResponseEntity<LicenseResponse> revoke(
            Caller caller, @PathVariable LicenseId id, IfMatch ifMatch) {
        return act(caller, id, ifMatch, LicenseAction::revoke);
    }

    /**
     * @param from {@code latest} unless said otherwise
     */
    @PostMapping("/{id}/renew")
    ResponseEntity<LicenseResponse> renew(
            Caller caller,
            @PathVariable LicenseId id,
            IfMatch ifMatch,
            @RequestParam(required = false) @Nullable RenewFrom from) {
        RenewFrom start = from == null ? RenewFrom.LATEST : from;
        return act(caller, id, ifMatch, (license, now) -> LicenseAction.renew(license, start, now));
    }

    /**
     * To another customer of the caller's branch; the key stays. Its machines are released: they
     * are the former customer's.
     */
    @PostMapping("/{id}/transfer")
    ResponseEntity<LicenseResponse> transfer(
            Caller caller,
            @PathVariable LicenseId id,
            IfMatch ifMatch,
            @Valid @RequestBody Transfer body) {
        if (licenses.find(caller, id).isEmpty()) {
            throw Refused.notFound();
        }
        CustomerState customer =
                network.customer(caller, body.customerId()).orElseThrow(Refused::notFound);
        List<Machine> released = new ArrayList<>();
        Stored<License> transferred =
                change(
                        caller,
                        id,
                        ifMatch,
                        license -> {
                            released.clear(); // It may be decided again, on a newer state.
                            if (!license.vendorId().equals(customer.path().getFirst())) {
                                throw Refused.notFound();
                            }
                            if (license.condition() == LicenseCondition.BANNED) {
                                throw new Refused(
                                        AccessRule.LICENSE_REVOKED, "The license was revoked.");
                            }
                            License.Owner owner = License.Owner.of(customer);
                            if (license.owner().equals(owner)) {
                                return Decision.keep();
                            }
                            released.addAll(license.machines());
                            Instant now = clock.instant();
                            License moved = license.with(owner, now).with(List.of(), now);
                            return Decision.change(moved, new LicenseTransferred(moved.state()));
                        });
        releasedMachines.forget(released.stream().map(Machine::id).toList());
        // The customer itself may have moved meanwhile, and this license was not there to follow.
        network.customer(customer.id())
                .filter(now -> !now.path().equals(customer.path()))
                .ifPresent(followers::follow);
        return answer(
                transferred, response(transferred.state(), caller).releasing(released.size()));
    }

    private ResponseEntity<LicenseResponse> act(
            Caller caller,
            LicenseId id,
            IfMatch ifMatch,
            BiFunction<License, Instant, LicenseAction> action) {
        return answer(
                change(
                        caller,
                        id,
                        ifMatch,
                        license ->
                                switch (action.apply(license, clock.instant())) {
                                    case LicenseAction.Done done ->
                                            Decision.change(done.license(), done.event());
                                    case LicenseAction.Nothing nothing -> Decision.keep();
                                    case LicenseAction.Refused refused ->
                                            throw new Refused(refused.rule(), refused.why());
                                }),
                caller);
    }

    private Stored<License> change(
            Caller caller,
            LicenseId id,
            IfMatch ifMatch,
            Function<License, Decision<License>> decide) {
        if (licenses.find(caller, id).isEmpty()) {
            throw Refused.notFound();
        }
        if (!caller.may(Permission.ISSUE_LICENSES)) {
            throw new Refused(ProblemCode.FORBIDDEN, "a license is changed by who issues licenses");
        }
        return licenses.change(
                caller,
                id,
                stored -> {
                    ifMatch.require(stored);
                    return decide.apply(stored.state());
                });
    }

    private ResponseEntity<LicenseResponse> answer(Stored<License> stored, Caller caller) {
        return answer(stored, response(stored.state(), caller));
    }

    private static ResponseEntity<LicenseResponse> answer(
            Stored<License> stored, LicenseResponse body) {
        return ResponseEntity.ok().eTag(stored.etag()).body(body);
    }

    private LicenseResponse response(License license, Caller caller) {
        return LicenseResponse.from(license, caller, clock.instant(), settings.expiringWithin());
    }
}
