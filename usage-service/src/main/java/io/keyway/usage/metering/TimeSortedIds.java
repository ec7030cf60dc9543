package io.keyway.usage.metering;

import io.keyway.contracts.Sha256;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Arrays;

/** Derives the unique parts of ids from a time and a name, in the form of a ULID. */
public final class TimeSortedIds {

    private static final String CROCKFORD = "0123456789abcdefghjkmnpqrstvwxyz";
    private static final int TIME_CHARS = 10;
    private static final int NAME_CHARS = 16;

    private TimeSortedIds() {}

    /**
     * Ten characters of the time and sixteen of a hash of the name; the same for the same input.
     */
    public static String of(Instant time, String name) {
        return timePart(time) + hash(name);
    }

    /** The part that does not depend on the time. */
    public static String hash(String name) {
        byte[] hash = Sha256.of(name);
        return encode(new BigInteger(1, Arrays.copyOf(hash, 10)), NAME_CHARS);
    }

    /** The first ten characters of unique parts of this time. */
    public static String timePart(Instant time) {
        return encode(BigInteger.valueOf(time.toEpochMilli()), TIME_CHARS);
    }

    /** The characters after the time in a unique part. */
    public static String rest(String uniquePart) {
        return uniquePart.substring(TIME_CHARS);
    }

    /** The time in a unique part. */
    public static Instant time(String uniquePart) {
        long millis = 0;
        for (char c : uniquePart.substring(0, TIME_CHARS).toCharArray()) {
            millis = millis * 32 + CROCKFORD.indexOf(c);
        }
        return Instant.ofEpochMilli(millis);
    }

    private static String encode(BigInteger number, int chars) {
        StringBuilder text = new StringBuilder();
        for (BigInteger left = number; text.length() < chars; left = left.shiftRight(5)) {
            text.append(CROCKFORD.charAt(left.intValue() & 31));
        }
        return text.reverse().toString();
    }
}
