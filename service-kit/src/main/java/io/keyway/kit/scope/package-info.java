@NullMarked
package io.keyway.kit.scope;

import org.jspecify.annotations.NullMarked;
