package io.keyway.kit.bus;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/**
 * Asks the broker, without blocking, where a topic ends and what offset a consumer group has
 * committed.
 */
final class GroupPositions {

    private final Admin admin;
    private final int timeoutMillis;

    /** By topic; kept because the partitions of a topic never change. */
    private final Map<String, List<TopicPartition>> partitions = new ConcurrentHashMap<>();

    GroupPositions(Admin admin, Duration timeout) {
        this.admin = admin;
        this.timeoutMillis = Math.toIntExact(timeout.toMillis());
    }

    CompletableFuture<Positions> of(String topic, String group) {
        return partitions(topic)
                .thenCompose(
                        known -> ends(known).thenCombine(committed(group, known), Positions::new));
    }

    /** The end of the topic, by partition. */
    CompletableFuture<Map<Integer, Long>> ends(String topic) {
        return partitions(topic).thenCompose(this::ends);
    }

    private CompletableFuture<List<TopicPartition>> partitions(String topic) {
        List<TopicPartition> known = partitions.get(topic);
        if (known != null) {
            return CompletableFuture.completedFuture(known);
        }
        return admin.describeTopics(
                        List.of(topic), new DescribeTopicsOptions().timeoutMs(timeoutMillis))
                .allTopicNames()
                .toCompletionStage()
                .toCompletableFuture()
                .thenApply(
                        described -> {
                            List<TopicPartition> all =
                                    described.values().stream()
                                            .flatMap(found -> found.partitions().stream())
                                            .map(one -> new TopicPartition(topic, one.partition()))
                                            .toList();
                            partitions.put(topic, all);
                            return all;
                        });
    }

    private CompletableFuture<Map<Integer, Long>> ends(List<TopicPartition> known) {
        return admin.listOffsets(
                        known.stream()
                                .collect(
                                        Collectors.toMap(
                                                Function.identity(),
                                                partition -> OffsetSpec.latest())),
                        new ListOffsetsOptions().timeoutMs(timeoutMillis))
                .all()
                .toCompletionStage()
                .toCompletableFuture()
                .thenApply(
                        ends -> {
                            Map<Integer, Long> byNumber = new HashMap<>();
                            ends.forEach(
                                    (partition, end) ->
                                            byNumber.put(partition.partition(), end.offset()));
                            return byNumber;
                        });
    }

    private CompletableFuture<Map<Integer, Long>> committed(
            String group, List<TopicPartition> known) {
        return admin.listConsumerGroupOffsets(
                        Map.of(group, new ListConsumerGroupOffsetsSpec().topicPartitions(known)),
                        new ListConsumerGroupOffsetsOptions().timeoutMs(timeoutMillis))
                .partitionsToOffsetAndMetadata(group)
                .toCompletionStage()
                .toCompletableFuture()
                .thenApply(
                        offsets -> {
                            Map<Integer, Long> byNumber = new HashMap<>();
                            offsets.forEach(
                                    (partition, offset) -> {
                                        if (offset != null) {
                                            byNumber.put(partition.partition(), offset.offset());
                                        }
                                    });
                            return byNumber;
                        });
    }
}
