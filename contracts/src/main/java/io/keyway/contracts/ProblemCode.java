package io.keyway.contracts;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** The codes of all refusals. Clients match on them, so a code may be added, never renamed. */
public enum ProblemCode {
    INVALID_REQUEST(400, "The request is not valid"),
    MALFORMED_JSON(400, "The body is not valid JSON"),
    INVALID_CURSOR(400, "The cursor is not one that this list gave out"),
    UNAUTHENTICATED(401, "Sign in first"),
    INVALID_CREDENTIALS(401, "User name or password is wrong"),
    FORBIDDEN(403, "You may not do this"),
    PASSWORD_CHANGE_REQUIRED(403, "Change your password first"),
    CSRF_FAILED(403, "The request does not come from the portal's own pages"),
    NOT_FOUND(404, "There is no such resource in your branch"),
    UNKNOWN_LOGIN_DOMAIN(404, "There is no such login domain"),
    UNKNOWN_TRANSFER_CODE(404, "There is no such code: it is mistyped, used or expired"),
    METHOD_NOT_ALLOWED(405, "The resource does not take this method"),
    NOT_ACCEPTABLE(406, "The resource has no such representation"),
    REQUEST_TIMEOUT(408, "The request did not arrive in time"),
    CONFLICT(409, "The state of the resource does not allow this"),
    ALREADY_EXISTS(409, "It exists already"),
    REQUEST_IN_PROGRESS(409, "A request with this Idempotency-Key is still being processed"),
    PARTNERS_BELOW(409, "There are partners below it: move or delete them first"),
    QUOTA_EXCEEDED(409, "The quantity exceeds what is left"),
    UNPAID_LIMIT_REACHED(409, "Too many unpaid licenses: settle some first"),
    ALREADY_SETTLED(409, "A license is in another settlement"),
    ORDER_DRAWN(409, "Licenses of the order are issued already: return what is left"),
    RETURN_PENDING(409, "A return of this order is still being processed"),
    RETURN_TOO_LATE(409, "The time to return it is over"),
    NOT_IN_PORTFOLIO(409, "The product or policy is not in the portfolio"),
    PRIMARY_LICENSE_REQUIRED(409, "An additional license needs a primary one of the same product"),
    NOT_READY(409, "The service does not have the needed data yet: try again"),
    VERSION_MISMATCH(412, "The resource has changed since it was read"),
    BODY_TOO_LARGE(413, "The body is too large"),
    UNSUPPORTED_MEDIA_TYPE(415, "The resource does not take this media type"),
    SEVERAL_CURRENCIES(422, "The licenses are priced in several currencies: settle each apart"),
    IDEMPOTENCY_KEY_REUSED(422, "The Idempotency-Key was used with another request"),
    TOO_MANY_REQUESTS(429, "Too many requests: try again later"),
    INTERNAL(500, "Something went wrong on our side"),
    UNAVAILABLE(503, "A part of the system is unavailable: try again");

    private final int status;
    private final String title;

    ProblemCode(int status, String title) {
        this.status = status;
        this.title = title;
    }

    @JsonValue
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    public int status() {
        return status;
    }

    public String title() {
        return title;
    }
}
