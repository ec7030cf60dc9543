/**
 * Sessions of browsers: a cookie that no script can read, and the proof that a request comes from
 * the portal's own pages.
 */
@NullMarked
package io.keyway.gateway.session;

import org.jspecify.annotations.NullMarked;
