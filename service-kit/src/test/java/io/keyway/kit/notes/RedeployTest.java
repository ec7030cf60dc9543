package io.keyway.kit.notes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keyway.kit.test.KeywayTest;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.MemberDescription;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.cloud.stream.binding.BindingsLifecycleController;
import org.springframework.cloud.stream.binding.BindingsLifecycleController.State;
import org.springframework.cloud.stream.config.BindingServiceProperties;

/** An instance that stops in order leaves its partitions to its replacement. */
@KeywayTest
class RedeployTest {

    private static final String BINDING = "onCustomers-in-0";

    @Autowired private BindingsLifecycleController bindings;
    @Autowired private BindingServiceProperties settings;
    @Autowired private Admin admin;

    @AfterEach
    void start() {
        bindings.changeState(BINDING, State.STARTED);
    }

    /**
     * By default a static member stays in its group until its session times out, here after 10 s.
     */
    @Test
    void leavesItsGroupSoThatAnInstanceOfAnotherNameGetsItsPartitionsAtOnce() {
        String group = settings.getBindingProperties(BINDING).getGroup();
        await().atMost(Duration.ofSeconds(60))
                .ignoreExceptions() // The broker may not know the group yet.
                .untilAsserted(
                        () ->
                                assertThat(members(group))
                                        .singleElement()
                                        .satisfies(
                                                member -> {
                                                    assertThat(member.groupInstanceId())
                                                            .isPresent();
                                                    assertThat(
                                                                    member.assignment()
                                                                            .topicPartitions())
                                                            .hasSize(12);
                                                }));

        bindings.changeState(BINDING, State.STOPPED);

        await().atMost(Duration.ofSeconds(5))
                .untilAsserted(() -> assertThat(members(group)).isEmpty());
    }

    private Collection<MemberDescription> members(String group) throws Exception {
        return admin.describeConsumerGroups(List.of(group))
                .describedGroups()
                .get(group)
                .get()
                .members();
    }
}
