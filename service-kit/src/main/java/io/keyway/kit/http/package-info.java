@NullMarked
package io.keyway.kit.http;

import org.jspecify.annotations.NullMarked;
