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

/** A customer lets another partner take it over. */
@RestController
@RequestMapping("/api/v1")
class TransfersController {

    /**
     * @param code eight digits, shown this once
     */
    record TransferCodeResponse(String code, Instant expiresAt) {}

    /**
     * @param commit false to see first who would come
     */
    record TransferCustomer(
            @NotNull @Pattern(regexp = "[0-9]{8}", message = "must be eight digits") String code,
            @NotNull Boolean commit) {}

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

    record TransferResponse(TransferredCustomer customer, boolean committed) {}

    private final Customers customers;
    private final TransferCustomers transfers;

    TransfersController(Customers customers, TransferCustomers transfers) {
        this.customers = customers;
        this.transfers = transfers;
    }

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

    @PostMapping("/customer-transfers")
    TransferResponse transfer(Caller caller, @Valid @RequestBody TransferCustomer body) {
        if (caller.role() != Role.PARTNER || !caller.may(Permission.MANAGE_CUSTOMERS)) {
            throw new Refused(ProblemCode.FORBIDDEN);
        }
        Customer customer =
                body.commit()
                        ? transfers.commit(caller.path(), body.code())
                        : transfers.preview(caller.path(), body.code());
        return new TransferResponse(TransferredCustomer.from(customer), body.commit());
    }
}
