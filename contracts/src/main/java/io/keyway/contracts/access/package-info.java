@NullMarked
package io.keyway.contracts.access;

import org.jspecify.annotations.NullMarked;
