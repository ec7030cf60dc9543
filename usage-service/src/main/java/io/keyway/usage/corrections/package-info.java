/**
 * Corrections of events that were counted: an event is voided or amended by a new fact on the topic
 * of usage, and what it replaced stays readable.
 */
@NullMarked
package io.keyway.usage.corrections;

import org.jspecify.annotations.NullMarked;
