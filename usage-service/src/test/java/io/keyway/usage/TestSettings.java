package io.keyway.usage;

import java.time.Duration;

/** Settings for tests without the application. */
public final class TestSettings {

    private TestSettings() {}

    /** For what reads the settings of statements alone. */
    public static UsageProperties of(UsageProperties.Statements statements) {
        return new UsageProperties(
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                statements,
                new UsageProperties.Credits(3, 60, 3, 3));
    }

    /** The same, with so many closed months that a statement adjusts. */
    public static UsageProperties adjusting(int months) {
        return of(
                new UsageProperties.Statements(
                        months,
                        100,
                        100,
                        Duration.ofSeconds(1),
                        100,
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(1)));
    }
}
