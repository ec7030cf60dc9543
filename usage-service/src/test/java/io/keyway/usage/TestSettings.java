package io.keyway.usage;

/** Settings for tests without the application. */
public final class TestSettings {

    private TestSettings() {}

    /** For what reads the settings of statements alone. */
    public static UsageProperties of(UsageProperties.Statements statements) {
        return new UsageProperties(null, null, null, null, null, null, null, statements);
    }
}
