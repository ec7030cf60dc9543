package io.keyway.gateway.access;

import io.keyway.contracts.id.CredentialId;
import io.keyway.gateway.GatewayProperties;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;

/**
 * Collects when each API key was last used and reports it to partner-service from time to time, so
 * that owners see which keys are still in use. It is not exact, because it is not worth a write per
 * request: a crash loses what was not reported.
 */
@Component
class KeysUsed {

    private static final Logger LOG = LoggerFactory.getLogger(KeysUsed.class);

    record Used(CredentialId credentialId, Instant at) {}

    record Report(List<Used> items) {}

    private final Map<CredentialId, Instant> used = new ConcurrentHashMap<>();
    private final ScheduledExecutorService scheduler =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("keys-used").factory());
    private final RestClient partnerService;
    private final GatewayProperties.KeysUsed settings;
    private final Clock clock;

    KeysUsed(RestClient partnerService, GatewayProperties settings, Clock clock) {
        this.partnerService = partnerService;
        this.settings = settings.keysUsed();
        this.clock = clock;
    }

    void note(CredentialId key) {
        if (used.size() < settings.keysMax() || used.containsKey(key)) {
            used.put(key, clock.instant());
        }
    }

    private void report() {
        List<Used> items = new ArrayList<>();
        used.forEach((key, at) -> items.add(new Used(key, at)));
        if (items.isEmpty()) {
            return;
        }
        try {
            partnerService
                    .post()
                    .uri("/internal/credentials/used")
                    .contentType(MediaType.APPLICATION_JSON)
                    .body(new Report(items))
                    .retrieve()
                    .toBodilessEntity();
            items.forEach(item -> used.remove(item.credentialId(), item.at()));
        } catch (RestClientException away) {
            LOG.debug("used keys are reported later: {}", away.toString());
        }
    }

    @PostConstruct
    void start() {
        long every = settings.tellEvery().toMillis();
        scheduler.scheduleWithFixedDelay(this::report, every, every, TimeUnit.MILLISECONDS);
    }

    @PreDestroy
    void stop() {
        scheduler.shutdown();
        report();
    }
}
