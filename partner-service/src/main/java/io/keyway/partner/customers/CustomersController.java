package io.keyway.partner.customers;

import io.keyway.contracts.ProblemCode;
import io.keyway.contracts.access.Caller;
import io.keyway.contracts.access.Permission;
import io.keyway.contracts.access.Role;
import io.keyway.contracts.event.CustomerEvent.CustomerChanged;
import io.keyway.contracts.event.CustomerEvent.CustomerCreated;
import io.keyway.contracts.id.AccountId;
import io.keyway.contracts.id.CustomerId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.kit.http.IfMatch;
import io.keyway.kit.http.MergePatch;
import io.keyway.kit.http.NewId;
import io.keyway.kit.http.NotFormula;
import io.keyway.kit.http.Patches;
import io.keyway.kit.http.Refused;
import io.keyway.kit.store.Decision;
import io.keyway.kit.store.Page;
import io.keyway.kit.store.PageRequest;
import io.keyway.kit.store.Stored;
import io.keyway.partner.accounts.Account;
import io.keyway.partner.accounts.Accounts;
import io.keyway.partner.accounts.Passwords;
import io.keyway.partner.accounts.ResetPasswords;
import io.keyway.partner.partners.Partner;
import io.keyway.partner.partners.Partners;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Clock;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** Creating, finding, editing and switching customers. */
@RestController
@RequestMapping("/api/v1/customers")
class CustomersController {

    /**
     * @param username the e-mail again, for forms that have both; absent or equal to it
     * @param partnerId the partner that it will belong to; absent for the caller's own
     */
    record CreateCustomer(
            @NotNull @Email @Size(max = 320) String email,
            @Nullable @Size(max = 320) String username,
            @NotNull @Size(min = 8, max = 128) String password,
            @NotBlank @Size(max = 100) @NotFormula String firstName,
            @NotBlank @Size(max = 100) @NotFormula String lastName,
            @Nullable @Size(max = 200) @NotFormula String company,
            @Nullable PartnerId partnerId) {}

    /**
     * What PATCH may touch.
     *
     * @param email the customer signs in with the new one from then on
     */
    record EditCustomer(
            @NotNull @Email @Size(max = 320) String email,
            @NotBlank @Size(max = 100) @NotFormula String firstName,
            @NotBlank @Size(max = 100) @NotFormula String lastName,
            @Nullable @Size(max = 200) @NotFormula String company) {

        static EditCustomer of(Customer customer) {
            return new EditCustomer(
                    customer.email(),
                    customer.firstName(),
                    customer.lastName(),
                    customer.company());
        }

        Customer applyTo(Customer customer) {
            return customer.edited(
                    Account.login(email), firstName.strip(), lastName.strip(), company);
        }
    }

    record CustomerResponse(
            CustomerId id,
            PartnerId partnerId,
            String email,
            String username,
            String firstName,
            String lastName,
            @Nullable String company,
            String status,
            Instant createdAt) {

        static CustomerResponse from(Customer customer) {
            return new CustomerResponse(
                    customer.id(),
                    customer.partnerId(),
                    customer.email(),
                    customer.email(),
                    customer.firstName(),
                    customer.lastName(),
                    customer.company(),
                    customer.active() ? "active" : "inactive",
                    customer.createdAt());
        }
    }

    private final Customers customers;
    private final Partners partners;
    private final Accounts accounts;
    private final Passwords passwords;
    private final ResetPasswords resetPasswords;
    private final CustomerOwnership ownership;
    private final MergePatch mergePatch;
    private final Clock clock;

    CustomersController(
            Customers customers,
            Partners partners,
            Accounts accounts,
            Passwords passwords,
            ResetPasswords resetPasswords,
            CustomerOwnership ownership,
            MergePatch mergePatch,
            Clock clock) {
        this.customers = customers;
        this.partners = partners;
        this.accounts = accounts;
        this.passwords = passwords;
        this.resetPasswords = resetPasswords;
        this.ownership = ownership;
        this.mergePatch = mergePatch;
        this.clock = clock;
    }

    /**
     * The account comes first, because its e-mail is unique; until its customer is there it lets
     * nobody in.
     */
    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    ResponseEntity<CustomerResponse> create(
            Caller caller, NewId newId, @Valid @RequestBody CreateCustomer body) {
        requireManager(caller);
        PartnerId owner = body.partnerId() == null ? caller.partnerId() : body.partnerId();
        if (owner == null) {
            throw Refused.invalid(
                            "partnerId", "is required: the operator has no customers of its own")
                    .get();
        }
        Partner partner = partners.find(caller, owner).state();
        String email = Account.login(body.email());
        if (body.username() != null && !Account.login(body.username()).equals(email)) {
            throw Refused.invalid("username", "must be the e-mail").get();
        }
        Instant now = clock.instant();
        Customer customer =
                new Customer(
                        newId.as(CustomerId::with),
                        partner.scope(),
                        partner.id(),
                        email,
                        body.firstName().strip(),
                        body.lastName().strip(),
                        body.company(),
                        true,
                        now,
                        null);
        Account account =
                new Account(
                        newId.as(AccountId::with),
                        customer.scope(),
                        Role.CUSTOMER,
                        null,
                        customer.id(),
                        email,
                        customer.toState().name(),
                        passwords.hash(body.password()),
                        Set.of(),
                        true,
                        true,
                        now,
                        now);
        accounts.create(account);
        return answer(201, stays(partner, insert(customer, account)));
    }

    private Stored<Customer> insert(Customer customer, Account account) {
        try {
            return customers.insert(customer, new CustomerCreated(customer.toState()));
        } catch (RuntimeException notMade) {
            if (customers.load(customer.id()).isEmpty()) {
                accounts.discard(account.id());
            }
            throw notMade;
        }
    }

    /**
     * Its partner may be going, or gone by now. What a partner leaves goes to its parent; but a
     * vendor goes only without customers, and may not have seen this one.
     */
    private Stored<Customer> stays(Partner partner, Stored<Customer> customer) {
        if (partners.takes(partner.id())) {
            return customer;
        }
        if (partner.parentId() == null) {
            ownership.discard(customer);
        }
        return ownership
                .settle(customer.state().id())
                .orElseThrow(
                        () -> new Refused(ProblemCode.CONFLICT, "The vendor is being deleted."));
    }

    @GetMapping
    Page<CustomerResponse> list(
            Caller caller,
            PageRequest page,
            @RequestParam(required = false) @Nullable String q,
            @RequestParam(required = false) @Nullable PartnerId partnerId) {
        if (partnerId != null) {
            partners.find(caller, partnerId);
        }
        return customers
                .page(caller, new Customers.Asked(q, partnerId), page)
                .map(stored -> CustomerResponse.from(stored.state()));
    }

    @GetMapping("/{id}")
    ResponseEntity<CustomerResponse> get(Caller caller, @PathVariable CustomerId id) {
        return answer(200, customers.find(caller, id));
    }

    @PatchMapping("/{id}")
    ResponseEntity<CustomerResponse> edit(
            Caller caller,
            @PathVariable CustomerId id,
            IfMatch ifMatch,
            @Patches(EditCustomer.class) @RequestBody JsonNode patch) {
        Customer before = customers.find(caller, id).state();
        requireManager(caller);
        accounts.requireFree(patched(before, patch).email(), before.accountId());
        Stored<Customer> edited =
                customers.change(
                        id,
                        stored -> {
                            ifMatch.require(stored);
                            return changed(stored.state(), patched(stored.state(), patch));
                        });
        accounts.follow(
                before.accountId(),
                () -> customers.load(id).orElseThrow(Refused::notFound).email(),
                (refused, kept) ->
                        customers.change(
                                id,
                                stored ->
                                        changed(
                                                stored.state(),
                                                stored.state().calledBy(kept, refused))));
        return answer(200, edited);
    }

    private Customer patched(Customer customer, JsonNode patch) {
        return mergePatch.apply(EditCustomer.of(customer), patch).applyTo(customer);
    }

    @PostMapping("/{id}/reset-password")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void resetPassword(
            Caller caller,
            @PathVariable CustomerId id,
            @Valid @RequestBody ResetPasswords.ResetPassword body) {
        Customer customer = customers.find(caller, id).state();
        requireManager(caller);
        resetPasswords.reset(customer.accountId(), body);
    }

    @PostMapping("/{id}/activate")
    ResponseEntity<CustomerResponse> activate(Caller caller, @PathVariable CustomerId id) {
        return switchTo(true, caller, id);
    }

    @PostMapping("/{id}/deactivate")
    ResponseEntity<CustomerResponse> deactivate(Caller caller, @PathVariable CustomerId id) {
        return switchTo(false, caller, id);
    }

    private ResponseEntity<CustomerResponse> switchTo(
            boolean active, Caller caller, CustomerId id) {
        customers.find(caller, id);
        requireManager(caller);
        return answer(
                200,
                customers.change(
                        id, stored -> changed(stored.state(), stored.state().withActive(active))));
    }

    private static Decision<Customer> changed(Customer now, Customer next) {
        return next.equals(now)
                ? Decision.keep()
                : Decision.change(next, new CustomerChanged(next.toState()));
    }

    private static void requireManager(Caller caller) {
        if (!caller.may(Permission.MANAGE_CUSTOMERS)) {
            throw new Refused(ProblemCode.FORBIDDEN);
        }
    }

    private static ResponseEntity<CustomerResponse> answer(int status, Stored<Customer> stored) {
        return ResponseEntity.status(status)
                .eTag(stored.etag())
                .body(CustomerResponse.from(stored.state()));
    }
}
