package io.keyway.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyway.kit.KitProperties;
import io.keyway.kit.test.SettingsFile;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class SettingsTest {

    @Test
    void refusesToStartWithAnUnknownKey() {
        start("keyway.usage.journal.fold-every=1s")
                .run(context -> assertThat(context).hasNotFailed());
        start("keyway.usage.journal.fold-evry=1s").run(context -> assertThat(context).hasFailed());
    }

    @Test
    void aLimitBelowOneIsRefusedAtStart() {
        start("keyway.usage.ingest.events-max=0").run(context -> assertThat(context).hasFailed());
    }

    @Test
    void aFullRequestOfAProductIsWithinItsLimit() {
        start("keyway.usage.ingest.product-events-max=1000")
                .run(context -> assertThat(context).hasNotFailed());
        start("keyway.usage.ingest.product-events-max=999")
                .run(context -> assertThat(context).hasFailed());
    }

    @Test
    void journalsAreKeptAsLongAsTheirEventIds() {
        start("keyway.usage.journal.kept-for=37d")
                .run(context -> assertThat(context).hasNotFailed());
        start("keyway.usage.journal.kept-for=36d").run(context -> assertThat(context).hasFailed());
        start("keyway.usage.journal.past=399d").run(context -> assertThat(context).hasFailed());
    }

    @Test
    void theDataOfEventsThatAreReadAtOnceFitsIntoMemory() {
        start("keyway.usage.ingest.data-bytes-max=33554")
                .run(context -> assertThat(context).hasNotFailed());
        start("keyway.usage.ingest.data-bytes-max=33555")
                .run(context -> assertThat(context).hasFailed());
        start("keyway.usage.ingest.data-bytes-max=0")
                .run(context -> assertThat(context).hasNotFailed());
    }

    @Test
    void anEventMayBeADayAheadAtMost() {
        start("keyway.usage.journal.ahead=24h").run(context -> assertThat(context).hasNotFailed());
        start("keyway.usage.journal.ahead=25h").run(context -> assertThat(context).hasFailed());
    }

    @Test
    void aBalanceIsNeverOlderThanASecond() {
        start("keyway.usage.quotas.balances-cached-for=1s")
                .run(context -> assertThat(context).hasNotFailed());
        start("keyway.usage.quotas.balances-cached-for=1001ms")
                .run(context -> assertThat(context).hasFailed());
    }

    @Test
    void fileSetsNoDefaultAndShowsAllOfThem() {
        SettingsFile file = SettingsFile.named("application.yml");
        file.setsNoDefault("keyway.usage", UsageProperties.class);
        file.showsAllDefaults("keyway.usage", UsageProperties.class);
        file.setsNoDefault("keyway.kit", KitProperties.class);
    }

    private static ApplicationContextRunner start(String setting) {
        return new ApplicationContextRunner()
                .withUserConfiguration(Settings.class)
                .withPropertyValues(setting);
    }

    @EnableConfigurationProperties(UsageProperties.class)
    static class Settings {}
}
