package io.keyway.gateway;

import java.util.HashMap;
import java.util.Map;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** Settings with their defaults, but for those given. */
public final class TestSettings {

    private TestSettings() {}

    public static GatewayProperties with(Map<String, String> settings) {
        Map<String, String> all = new HashMap<>();
        all.put("scope-master-key", Upstream.masterKey());
        all.put("brokers", "localhost:9092");
        for (String service : new String[] {"partner", "order", "license", "usage"}) {
            all.put("services." + service + "-service", "http://localhost:1");
        }
        all.putAll(settings);
        Map<String, String> named = new HashMap<>();
        all.forEach((key, value) -> named.put("keyway.gateway." + key, value));
        return new Binder(new MapConfigurationPropertySource(named))
                .bind("keyway.gateway", GatewayProperties.class)
                .get();
    }
}
