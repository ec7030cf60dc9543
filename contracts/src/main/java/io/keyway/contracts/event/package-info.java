@NullMarked
package io.keyway.contracts.event;

import org.jspecify.annotations.NullMarked;
