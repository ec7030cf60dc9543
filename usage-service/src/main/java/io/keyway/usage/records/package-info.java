/**
 * The record on the topic {@code usage}: one event with its measurements and the partners that it
 * counts for. Written by {@code ingest}, read by {@code journal}; values only.
 */
@NullMarked
package io.keyway.usage.records;

import org.jspecify.annotations.NullMarked;
