package io.keyway.partner.customers;

import io.keyway.contracts.ProblemCode;
import io.keyway.contracts.access.Caller;
import io.keyway.contracts.access.Permission;
import io.keyway.contracts.id.CustomerId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.contracts.id.PlanId;
import io.keyway.kit.http.IfMatch;
import io.keyway.kit.http.NewId;
import io.keyway.kit.http.NotFormula;
import io.keyway.kit.http.Patches;
import io.keyway.kit.http.Refused;
import io.keyway.kit.store.Page;
import io.keyway.kit.store.PageRequest;
import io.keyway.kit.store.Stored;
import io.keyway.partner.accounts.Account;
import io.keyway.partner.accounts.Passwords;
import io.keyway.partner.accounts.ResetPasswords;
import io.keyway.partner.partners.Partners;
import io.keyway.partner.plans.PlanChange;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Clock;
import java.time.LocalDate;
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

/** Creating, finding and changing customers. */
@RestController
@RequestMapping("/api/v1/customers")
class CustomersController {

    /**
     * A customer to create.
     *
     * @param email e-mail address with which it signs in, at most 320 characters, unique in the
     *     installation
     * @param username the e-mail again, for forms that have both; absent or equal to it
     * @param password first password, 8 to 128 characters; the customer must change it at the first
     *     sign-in
     * @param firstName first name, at most 100 characters
     * @param lastName last name, at most 100 characters
     * @param company company, at most 200 characters; absent for a private person
     * @param partnerId partner that it will belong to, in the caller's branch; absent for the
     *     caller's own
     * @param planId plan that this partner or one above it offers; absent for none
     */
    record CreateCustomer(
            @NotNull @Email @Size(max = Account.EMAIL_MAX) String email,
            @Nullable @Size(max = Account.EMAIL_MAX) String username,
            @NotNull @Size(min = Passwords.LENGTH_MIN, max = Passwords.LENGTH_MAX) String password,
            @NotBlank @Size(max = 100) @NotFormula String firstName,
            @NotBlank @Size(max = 100) @NotFormula String lastName,
            @Nullable @Size(max = 200) @NotFormula String company,
            @Nullable PartnerId partnerId,
            @Nullable PlanId planId) {}

    /**
     * The fields of a customer that PATCH may change.
     *
     * @param email new e-mail address, at most 320 characters; the customer signs in with it from
     *     then on
     * @param firstName first name, at most 100 characters
     * @param lastName last name, at most 100 characters
     * @param company company, at most 200 characters; null for none
     * @param planId plan that its partner or one above that offers; null for none, which is a
     *     cancellation
     * @param planFrom first day of the new plan (UTC), like {@code 2026-12-01}: from the first day
     *     of the previous month to two years from today; absent for today
     */
    record EditCustomer(
            @NotNull @Email @Size(max = Account.EMAIL_MAX) String email,
            @NotBlank @Size(max = 100) @NotFormula String firstName,
            @NotBlank @Size(max = 100) @NotFormula String lastName,
            @Nullable @Size(max = 200) @NotFormula String company,
            @Nullable PlanId planId,
            @Nullable LocalDate planFrom) {

        static EditCustomer of(Customer customer) {
            return new EditCustomer(
                    customer.email(),
                    customer.firstName(),
                    customer.lastName(),
                    customer.company(),
                    customer.planId(),
                    null);
        }

        /** All but the plan, whose change has a date. */
        Customer applyTo(Customer customer) {
            return customer.edited(
                    Account.login(email), firstName.strip(), lastName.strip(), company);
        }
    }

    private final Customers customers;
    private final Partners partners;
    private final CreateCustomers createCustomers;
    private final EditCustomers editCustomers;
    private final ResetPasswords resetPasswords;
    private final Clock clock;

    CustomersController(
            Customers customers,
            Partners partners,
            CreateCustomers createCustomers,
            EditCustomers editCustomers,
            ResetPasswords resetPasswords,
            Clock clock) {
        this.customers = customers;
        this.partners = partners;
        this.createCustomers = createCustomers;
        this.editCustomers = editCustomers;
        this.resetPasswords = resetPasswords;
        this.clock = clock;
    }

    /**
     * Create a customer. Creates the customer and the account with which it signs in. Needs the
     * permission {@code manage_customers} ({@code forbidden}); the partner must be in the caller's
     * branch ({@code not_found}). A plan that neither this partner nor one above it offers is
     * {@code not_found}; a withdrawn one is {@code invalid_request}, like an e-mail that is in use.
     *
     * @return the customer
     */
    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    ResponseEntity<CustomerResponse> create(
            Caller caller, NewId newId, @Valid @RequestBody CreateCustomer body) {
        requirePermission(caller);
        return answer(201, createCustomers.create(caller, newId, body));
    }

    /**
     * List customers. The customers of the caller's branch, newest first; a customer gets itself.
     *
     * @param q part of an e-mail, name or company; absent for all
     * @param partnerId only customers in the branch of this partner; absent for the caller's branch
     * @return a page of customers
     */
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
                .page(caller, new Customers.Filter(q, partnerId), page)
                .map(stored -> response(stored.state()));
    }

    /**
     * Get a customer. A customer outside the caller's branch is {@code not_found}.
     *
     * @param id the customer
     * @return the customer
     */
    @GetMapping("/{id}")
    ResponseEntity<CustomerResponse> get(Caller caller, @PathVariable CustomerId id) {
        return answer(200, customers.find(caller, id));
    }

    /**
     * Change a customer. The body is a JSON merge patch: absent fields stay. With a new e-mail the
     * customer's account signs in with it; one that is in use is {@code invalid_request}. A new
     * plan that neither the customer's partner nor one above that offers is {@code not_found}; a
     * withdrawn one is {@code invalid_request}. Needs the permission {@code manage_customers}
     * ({@code forbidden}).
     *
     * <p>A plan holds from the day {@code planFrom} on, in UTC; without it from today on. A part of
     * a month owes the fee × its days ÷ days of the month. To cancel the plan at the end of the
     * month, send {@code planId} null and the first day of the next month; to cancel it now, send
     * {@code planId} null alone. One change at most is to come: a new one replaces it, and the
     * present plan with today's date takes it back. After 60 changes in 25 months a further one is
     * {@code conflict}.
     *
     * @param id the customer
     * @return the changed customer
     */
    @PatchMapping("/{id}")
    ResponseEntity<CustomerResponse> edit(
            Caller caller,
            @PathVariable CustomerId id,
            IfMatch ifMatch,
            @Patches(EditCustomer.class) @RequestBody JsonNode patch) {
        Customer customer = findToChange(caller, id);
        return answer(200, editCustomers.edit(customer, ifMatch, patch));
    }

    /**
     * Reset a customer's password. The customer must change the password at the next sign-in. Its
     * sessions and API keys are revoked. Needs the permission {@code manage_customers} ({@code
     * forbidden}).
     *
     * @param id the customer
     */
    @PostMapping("/{id}/reset-password")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void resetPassword(
            Caller caller,
            @PathVariable CustomerId id,
            @Valid @RequestBody ResetPasswords.ResetPassword body) {
        Customer customer = findToChange(caller, id);
        resetPasswords.reset(customer.accountId(), body);
    }

    /**
     * Activate a customer. The customer can sign in and get licenses again. Needs the permission
     * {@code manage_customers} ({@code forbidden}). Activating an active customer changes nothing.
     *
     * @param id the customer
     * @return the active customer
     */
    @PostMapping("/{id}/activate")
    ResponseEntity<CustomerResponse> activate(Caller caller, @PathVariable CustomerId id) {
        return answer(200, editCustomers.setActive(findToChange(caller, id).id(), true));
    }

    /**
     * Deactivate a customer. Within a second the customer's tokens are refused on every gateway,
     * and nothing can be issued to it. Needs the permission {@code manage_customers} ({@code
     * forbidden}).
     *
     * @param id the customer
     * @return the inactive customer
     */
    @PostMapping("/{id}/deactivate")
    ResponseEntity<CustomerResponse> deactivate(Caller caller, @PathVariable CustomerId id) {
        return answer(200, editCustomers.setActive(findToChange(caller, id).id(), false));
    }

    private Customer findToChange(Caller caller, CustomerId id) {
        Customer customer = customers.find(caller, id).state();
        requirePermission(caller);
        return customer;
    }

    private static void requirePermission(Caller caller) {
        if (!caller.may(Permission.MANAGE_CUSTOMERS)) {
            throw new Refused(ProblemCode.FORBIDDEN);
        }
    }

    private CustomerResponse response(Customer customer) {
        return CustomerResponse.from(customer, PlanChange.today(clock));
    }

    private ResponseEntity<CustomerResponse> answer(int status, Stored<Customer> stored) {
        return ResponseEntity.status(status).eTag(stored.etag()).body(response(stored.state()));
    }
}
