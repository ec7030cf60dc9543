@NullMarked
package io.keyway.contracts.id;

import org.jspecify.annotations.NullMarked;
