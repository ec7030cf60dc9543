package io.keyway.usage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ClassPathResource;

class SettingsTest {

    @Test
    void theFileNamesEveryKeyWithItsDefault() throws Exception {
        PropertySource<?> file =
                new YamlPropertySourceLoader()
                        .load("file", new ClassPathResource("application.yml"))
                        .getFirst();

        UsageProperties written =
                new Binder(ConfigurationPropertySources.from(List.of(file)))
                        .bind("keyway.usage", Bindable.of(UsageProperties.class))
                        .get();
        UsageProperties defaults =
                new Binder(new MapConfigurationPropertySource(Map.of()))
                        .bindOrCreate("keyway.usage", UsageProperties.class);

        assertThat(written).isEqualTo(defaults);
    }

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

    private static ApplicationContextRunner start(String setting) {
        return new ApplicationContextRunner()
                .withUserConfiguration(Settings.class)
                .withPropertyValues(setting);
    }

    @EnableConfigurationProperties(UsageProperties.class)
    static class Settings {}
}
