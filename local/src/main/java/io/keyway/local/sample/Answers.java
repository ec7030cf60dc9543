package io.keyway.local.sample;

import tools.jackson.databind.JsonNode;

/** Reads what the steps need from answers. */
final class Answers {

    private Answers() {}

    static String id(JsonNode resource) {
        return resource.path("id").asString();
    }

    /** The first element of a list answer; a missing node when the list is empty. */
    static JsonNode first(JsonNode list) {
        return list.path("items").path(0);
    }

    /** An amount of money to read, such as {@code 490.00 EUR}. */
    static String amount(JsonNode money) {
        long cents = money.path("amount").asLong();
        return "%d.%02d %s".formatted(cents / 100, cents % 100, money.path("currency").asString());
    }
}
