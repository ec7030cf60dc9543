package io.keyway.usage.rating;

import io.keyway.contracts.Money;
import io.keyway.contracts.ProblemCode;
import io.keyway.contracts.access.Caller;
import io.keyway.contracts.access.Role;
import io.keyway.contracts.rating.Rate;
import io.keyway.contracts.rating.RateReader;
import io.keyway.contracts.rating.Rated;
import io.keyway.contracts.rating.Tariff;
import io.keyway.kit.http.Problem;
import io.keyway.kit.http.Refused;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code POST /ratings/preview}: what a quantity would cost. */
@RestController
@RequestMapping("/api/v1/ratings")
class RatingController {

    private static final int QUANTITY_DIGITS_MAX = 18;

    /**
     * A rate and a quantity to rate.
     *
     * @param rate the rate to apply, required
     * @param quantity what was used, a number or decimal string of at most 18 digits, required
     */
    record RatingRequest(@Nullable Rate rate, @Nullable BigDecimal quantity) {}

    /**
     * What a quantity costs.
     *
     * @param amount the rounded total
     * @param lines how the total comes about; the amounts of the lines sum to it
     */
    record RatingResponse(Money amount, List<RatingLine> lines) {}

    /**
     * A part of a rated amount.
     *
     * @param kind which part of the rate it is
     * @param quantity units, or packages for the kind {@code packages}; 1 for what does not depend
     *     on the quantity
     * @param unit price of one in major currency units
     * @param amount the part's share of the total: quantity × unit, rounded so that the shares sum
     */
    record RatingLine(Tariff.Part.Kind kind, BigDecimal quantity, BigDecimal unit, Money amount) {}

    /**
     * Preview what a quantity would cost.
     *
     * <p>Changes nothing and reads no plan: the rate is in the request. Any signed-in caller may.
     * An invalid rate or quantity is {@code invalid_request} with the fields at fault.
     *
     * @param request the rate and the quantity
     * @return the amount and its parts
     */
    @PostMapping("/preview")
    RatingResponse preview(Caller caller, @RequestBody RatingRequest request) {
        if (caller.role() == Role.ANONYMOUS || caller.role() == Role.GATEWAY) {
            throw new Refused(ProblemCode.FORBIDDEN);
        }
        List<RateReader.Fault> errors =
                new ArrayList<>(
                        RateReader.faultsOf("quantity", request.quantity(), QUANTITY_DIGITS_MAX));
        Tariff rate = null;
        if (request.rate() == null) {
            errors.add(new RateReader.Fault("rate", "is required"));
        } else {
            switch (RateReader.read(request.rate())) {
                case RateReader.Read.Valid valid -> rate = valid.rate();
                case RateReader.Read.Invalid invalid ->
                        invalid.faults()
                                .forEach(
                                        fault ->
                                                errors.add(
                                                        new RateReader.Fault(
                                                                "rate." + fault.field(),
                                                                fault.reason())));
            }
        }
        BigDecimal quantity = request.quantity();
        if (rate == null || quantity == null || !errors.isEmpty()) {
            throw new Refused(
                    new Problem(
                            ProblemCode.INVALID_REQUEST,
                            null,
                            errors.stream()
                                    .map(
                                            fault ->
                                                    new Problem.InvalidField(
                                                            fault.field(), fault.reason()))
                                    .toList()));
        }
        Rated rated = rate.rate(quantity);
        if (!rated.fits()) {
            throw Refused.invalid("quantity", "comes to more than an amount can hold").get();
        }
        return response(rated);
    }

    private static RatingResponse response(Rated rated) {
        List<RatingLine> lines =
                rated.shares().stream()
                        .map(
                                share ->
                                        new RatingLine(
                                                share.part().kind(),
                                                share.part().quantity(),
                                                share.part().unit(),
                                                share.amount()))
                        .toList();
        String currency = rated.currency().getCurrencyCode();
        return new RatingResponse(new Money(rated.minor(), currency), lines);
    }
}
