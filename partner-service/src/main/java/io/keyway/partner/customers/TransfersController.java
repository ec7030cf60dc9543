package io.keyway.partner.customers;

import io.keyway.contracts.ProblemCode;
import io.keyway.contracts.access.Caller;
import io.keyway.contracts.access.Permission;
import io.keyway.contracts.access.Role;
import io.keyway.contracts.id.CustomerId;
import io.keyway.kit.http.Refused;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Moving a customer to another partner with a code from the customer. */
@RestController
@RequestMapping("/api/v1")
class TransfersController {

    /**
     * A code with which another partner can take the customer over.
     *
     * @param code eight digits; shown only here
     * @param expiresAt from when it no longer works
     */
    record TransferCodeResponse(String code, Instant expiresAt) {}

    /**
     * A code from a customer.
     *
     * @param code eight digits
     * @param commit true to take the customer over, false to see only which customer it is
     */
    record TransferCustomer(
            @NotNull @Pattern(regexp = "[0-9]{8}", message = "must be eight digits") String code,
            @NotNull Boolean commit) {}

    /**
     * The customer that a code belongs to.
     *
     * @param id the customer
     * @param firstName first name
     * @param lastName last name
     * @param company company; absent for a private person
     * @param email e-mail address with which it signs in
     */
    record TransferredCustomer(
            CustomerId id,
            String firstName,
            String lastName,
            @Nullable String company,
            String email) {

        static TransferredCustomer from(Customer customer) {
            return new TransferredCustomer(
                    customer.id(),
                    customer.firstName(),
                    customer.lastName(),
                    customer.company(),
                    customer.email());
        }
    }

    /**
     * A previewed or committed transfer.
     *
     * @param customer the customer
     * @param committed true if it belongs to the caller now
     * @param planEnds true if the transfer ends the plan that it is on or is to be on, because
     *     neither the caller's partner nor one above that offers it
     */
    record TransferResponse(TransferredCustomer customer, boolean committed, boolean planEnds) {}

    private final Customers customers;
    private final TransferCustomers transfers;

    TransfersController(Customers customers, TransferCustomers transfers) {
        this.customers = customers;
        this.transfers = transfers;
    }

    /**
     * Draw a transfer code. Only the customer itself can draw it ({@code forbidden}). It works
     * once, for 7 days and within the same vendor's tree; a former code stops working.
     *
     * @param id the customer
     * @return the code
     */
    @PostMapping("/customers/{id}/transfer-code")
    @ResponseStatus(HttpStatus.CREATED)
    TransferCodeResponse draw(Caller caller, @PathVariable CustomerId id) {
        Customer customer = customers.find(caller, id).state();
        if (caller.role() != Role.CUSTOMER) {
            throw new Refused(ProblemCode.FORBIDDEN, "Only the customer itself may.");
        }
        TransferCustomers.Drawn drawn = transfers.draw(customer);
        return new TransferCodeResponse(drawn.code(), drawn.expiresAt());
    }

    /**
     * Take a customer over with its transfer code. With {@code commit} the customer belongs to the
     * caller's partner at once, and its licenses follow a moment later; it keeps its plan if the
     * caller's partner or one above that offers it, and is on none otherwise. Needs {@code
     * manage_customers} ({@code forbidden}). An unknown, used or expired code is {@code
     * unknown_transfer_code}; too many of them are {@code too_many_requests}; a customer of the
     * caller's own is a {@code conflict}.
     *
     * @return the customer, and whether it was taken over
     */
    @PostMapping("/customer-transfers")
    TransferResponse transfer(Caller caller, @Valid @RequestBody TransferCustomer body) {
        if (caller.role() != Role.PARTNER || !caller.may(Permission.MANAGE_CUSTOMERS)) {
            throw new Refused(ProblemCode.FORBIDDEN);
        }
        TransferCustomers.Transfer transfer =
                body.commit()
                        ? transfers.commit(caller.path(), body.code())
                        : transfers.preview(caller.path(), body.code());
        return new TransferResponse(
                TransferredCustomer.from(transfer.customer()), body.commit(), transfer.planEnds());
    }
}
