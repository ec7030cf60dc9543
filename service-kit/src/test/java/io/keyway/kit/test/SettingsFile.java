package io.keyway.kit.test;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.io.ByteArrayResource;

/**
 * A settings file beside the record that holds the defaults. The file sets only what differs from
 * the record, and shows every other key as a comment with its default, so that it can be read and
 * uncommented without looking into Java.
 */
public final class SettingsFile {

    /** A commented key, {@code # lines-max: 100}. Sentences start with a capital letter. */
    private static final String COMMENTED_KEY =
            "(?m)^( *)# ( *[a-z][a-z0-9-]*(\\.[a-z-]+)*:( .*)?)$";

    private final String text;

    private SettingsFile(String text) {
        this.text = text;
    }

    /** The file with this name on the class path. */
    public static SettingsFile named(String name) {
        try (InputStream file = SettingsFile.class.getResourceAsStream("/" + name)) {
            return new SettingsFile(
                    new String(requireNonNull(file, name).readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** No key of the record is set to the value that it has anyway. */
    public void setsNoDefault(String prefix, Class<? extends Record> settings) {
        Map<String, String> set = keys(text, prefix);
        Map<String, Optional<String>> defaults = defaults(settings);
        assertThat(defaults.keySet()).as("keys of %s", prefix).containsAll(set.keySet());
        set.forEach(
                (key, value) ->
                        assertThat(defaults.get(key))
                                .as("%s.%s is set to its default", prefix, key)
                                .isNotEqualTo(Optional.of(value)));
    }

    /** Every key of the record is set, or is commented with its default. */
    public void showsAllDefaults(String prefix, Class<? extends Record> settings) {
        Map<String, String> set = keys(text, prefix);
        Map<String, String> shown = keys(text.replaceAll(COMMENTED_KEY, "$1$2"), prefix);
        Map<String, Optional<String>> defaults = defaults(settings);
        assertThat(shown.keySet())
                .as("keys that %s sets or shows", prefix)
                .containsExactlyInAnyOrderElementsOf(defaults.keySet());
        defaults.forEach(
                (key, value) -> {
                    if (!set.containsKey(key)) {
                        value.ifPresent(
                                otherwise ->
                                        assertThat(shown.get(key))
                                                .as("the default of %s.%s", prefix, key)
                                                .isEqualTo(otherwise));
                    }
                });
    }

    /** The keys below the prefix in all documents of the file; a list is joined by commas. */
    private static Map<String, String> keys(String yaml, String prefix) {
        Map<String, String> keys = new TreeMap<>();
        try {
            new YamlPropertySourceLoader()
                    .load("file", new ByteArrayResource(yaml.getBytes(StandardCharsets.UTF_8)))
                    .forEach(
                            document -> {
                                EnumerablePropertySource<?> source =
                                        (EnumerablePropertySource<?>) document;
                                for (String name : source.getPropertyNames()) {
                                    if (name.startsWith(prefix + ".")) {
                                        keys.merge(
                                                name.substring(prefix.length() + 1)
                                                        .replaceAll("\\[\\d+]$", ""),
                                                String.valueOf(source.getProperty(name)),
                                                (one, more) -> one + "," + more);
                                    }
                                }
                            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return keys;
    }

    /** Each key of the record with its default; empty for one that must be set. */
    private static Map<String, Optional<String>> defaults(Class<?> settings) {
        Map<String, Optional<String>> defaults = new LinkedHashMap<>();
        for (RecordComponent component : settings.getRecordComponents()) {
            String key = component.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
            if (component.getType().isRecord()) {
                defaults(component.getType())
                        .forEach((inner, value) -> defaults.put(key + "." + inner, value));
            } else {
                DefaultValue value = defaultOf(settings, component);
                defaults.put(
                        key,
                        Optional.ofNullable(value).map(given -> String.join(",", given.value())));
            }
        }
        return defaults;
    }

    /** The annotation is allowed on parameters only, which are those of the constructor. */
    private static DefaultValue defaultOf(Class<?> settings, RecordComponent component) {
        RecordComponent[] components = settings.getRecordComponents();
        for (int i = 0; i < components.length; i++) {
            if (components[i].getName().equals(component.getName())) {
                return settings.getDeclaredConstructors()[0].getParameters()[i].getAnnotation(
                        DefaultValue.class);
            }
        }
        throw new IllegalArgumentException(component.getName());
    }
}
