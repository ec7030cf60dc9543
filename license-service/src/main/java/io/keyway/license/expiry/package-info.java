/** Events about the end of licenses. */
@NullMarked
package io.keyway.license.expiry;

import org.jspecify.annotations.NullMarked;
