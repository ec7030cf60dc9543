package io.keyway.kit.http;

import java.math.BigDecimal;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.deser.std.StdScalarDeserializer;

/**
 * Reads decimals of limited length, given as strings or numbers. Without the limit, a few
 * characters such as {@code 1E9999999} would become millions of digits.
 */
final class Decimals extends StdScalarDeserializer<BigDecimal> {

    private static final int CHARS_MAX = 64;

    /** The precision of the store's decimals (Decimal128). */
    private static final int DIGITS_MAX = 34;

    Decimals() {
        super(BigDecimal.class);
    }

    @Override
    public BigDecimal deserialize(JsonParser parser, DeserializationContext context) {
        JsonToken token = parser.currentToken();
        if (token != JsonToken.VALUE_STRING && !token.isNumeric()) {
            return (BigDecimal) context.handleUnexpectedToken(handledType(), parser);
        }
        String text = parser.getString();
        if (text.length() <= CHARS_MAX) {
            try {
                BigDecimal decimal = new BigDecimal(text);
                if (decimal.precision() <= DIGITS_MAX && Math.abs(decimal.scale()) <= DIGITS_MAX) {
                    return decimal;
                }
            } catch (NumberFormatException none) {
                // Reported below.
            }
        }
        return (BigDecimal)
                context.handleWeirdStringValue(
                        handledType(), text, "not a decimal of up to %d digits", DIGITS_MAX);
    }
}
